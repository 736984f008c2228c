package dev.synod.protocol;

/** What the other roles of a member tell its notary. */
public sealed interface NotaryNotice extends Notice {

  @Override
  default Role role() {
    return Role.NOTARY;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /** The acceptor: its journal holds this many events. */
  record Written(long events) implements NotaryNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onWritten(this);
    }
  }

  /** One method per notice. */
  interface Cases<R> {
    /** How far the journal has come. */
    R onWritten(Written written);
  }
}
