package dev.synod.protocol;

/** What members tell a registrar. */
public sealed interface RegistrarMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.REGISTRAR;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /**
   * The sender lives, and this is how far it has come: said to all again and again.
   *
   * @param held its journal, or its snapshot, holds every chosen value through this slot
   * @param executed and its replica has executed them through this one, no further than {@code
   *     held}: it will never ask another member for their values again
   */
  record Report(long held, long executed) implements RegistrarMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onReport(from, this);
    }
  }

  /**
   * To the leader: change the configuration.
   *
   * @param request the asker's number for it
   * @param epoch the change is meant for this epoch, and void in any other
   */
  record Change(long request, long epoch, MembershipChange change) implements RegistrarMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onChange(from, this);
    }
  }

  /**
   * The leader's answer to a change that it will not propose. To one that it does there is no
   * answer: the asker sees the epoch that it leads to.
   *
   * @param reason one line that names what stands against it and what to do
   */
  record Refusal(long request, String reason) implements RegistrarMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onRefusal(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** How far a member has come. */
    R onReport(MemberId from, Report report);

    /** A change is asked for. */
    R onChange(MemberId from, Change change);

    /** A change is refused. */
    R onRefusal(MemberId from, Refusal refusal);
  }
}
