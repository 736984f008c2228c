package dev.synod.replica;

/**
 * What became of a user's command in one slot: done (now or earlier), or never to be executed from
 * here on. The same on every replica.
 */
public sealed interface Fate permits Done, Fate.Expired, Fate.Forgotten, Fate.Reused {

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /** The session has expired or never was: nothing was executed (rule S3). */
  record Expired() implements Fate {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onExpired();
    }
  }

  /** The sequence is at or below the session's low-water mark: nothing was executed (rule S4). */
  record Forgotten() implements Fate {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onForgotten();
    }
  }

  /**
   * Another command, or this one in other bytes, was executed under the sequence: nothing was
   * executed now (rule S2).
   *
   * @param slot where that was
   */
  record Reused(long slot) implements Fate {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onReused(this);
    }
  }

  /** One method per fate. */
  interface Cases<R> {
    /** The machine replied. */
    R onReply(Done.Reply reply);

    /** The machine threw. */
    R onFailed(Done.Failed failed);

    /** No such session. */
    R onExpired();

    /** Too old a sequence. */
    R onForgotten();

    /** Somebody else's sequence. */
    R onReused(Reused reused);
  }
}
