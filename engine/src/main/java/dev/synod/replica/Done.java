package dev.synod.replica;

/**
 * The recorded result of a command that was executed, once; kept for retries until the session's
 * low-water mark passes it (rules S2, S4).
 */
public sealed interface Done extends Fate permits Done.Reply, Done.Failed {

  /** The slot in which it was executed, at least 1. */
  long slot();

  /** The machine's reply. */
  record Reply(Object reply, long slot) implements Done {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onReply(this);
    }
  }

  /**
   * The machine threw, and nothing changed.
   *
   * @param detail class and message of what it threw, for people only: nothing is decided by it,
   *     because a JVM may leave the message out of an exception that it throws very often
   */
  record Failed(String detail, long slot) implements Done {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onFailed(this);
    }
  }
}
