package dev.synod.protocol;

/**
 * One command of a batch, as it stands in the log and in the messages on the way there. A command
 * that exists can be written and read back (rule P1): what could not is refused when it is made.
 */
public sealed interface LogCommand {

  /** Calls the method of {@code cases} that fits, so that no kind can be forgotten. */
  <R> R fold(Cases<R> cases);

  /** How many bytes it takes in a list of a message, at most (wire keeps this). */
  int size();

  /**
   * A user's command, executed at most once per (session, sequence) (rule S2).
   *
   * @param sequence at least 1; the client numbers its commands
   * @param acknowledged the client has the results of all sequences up to here, so that replicas
   *     may forget them (rule S4)
   */
  record User(SessionId session, long sequence, long acknowledged, Payload payload)
      implements LogCommand {
    /** Refuses what no member could read back: once chosen, it would halt them all. */
    public User {
      if (sequence < 1 || acknowledged < 0) {
        throw new IllegalArgumentException(
            "sequence %d must be at least 1, acknowledged %d at least 0"
                .formatted(sequence, acknowledged));
      }
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onUser(this);
    }

    @Override
    public int size() {
      return payload.size() + 48;
    }
  }

  /**
   * Opens a session (rule S1).
   *
   * @param opener who asked: the member
   * @param nonce what the opener knows its request by; random per run of the opener
   * @param own for the member's own commands, in place of the one that it had; else for a client
   */
  record OpenSession(MemberId opener, long nonce, boolean own) implements LogCommand {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onOpenSession(this);
    }

    @Override
    public int size() {
      return 96;
    }
  }

  /** Keeps a session from expiring while its client has nothing to say. */
  record KeepSession(SessionId session) implements LogCommand {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onKeepSession(this);
    }

    @Override
    public int size() {
      return 24;
    }
  }

  /** One method per kind of command. */
  interface Cases<R> {
    /** A user's command. */
    R onUser(User command);

    /** A session to open. */
    R onOpenSession(OpenSession command);

    /** A session to keep. */
    R onKeepSession(KeepSession command);
  }
}
