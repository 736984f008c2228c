package dev.synod.replica;

import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionId;
import java.util.Optional;

/** What applying one command of the log brought about, for the nodes whose clients wait for it. */
public sealed interface Happened {

  /** Calls the method of {@code cases} that fits. */
  void tell(Cases cases);

  /** A user's command has its fate. */
  record Answered(LogCommand.User command, Fate fate) implements Happened {
    @Override
    public void tell(Cases cases) {
      cases.onAnswered(this);
    }
  }

  /**
   * A member's request for a session was met or refused.
   *
   * @param session empty if the table is full of sessions that live
   */
  record Opened(MemberId opener, long nonce, Optional<SessionId> session, long slot)
      implements Happened {
    @Override
    public void tell(Cases cases) {
      cases.onOpened(this);
    }
  }

  /** A session that was to be kept has expired before. */
  record Lapsed(SessionId session) implements Happened {
    @Override
    public void tell(Cases cases) {
      cases.onLapsed(this);
    }
  }

  /** One method per kind. */
  interface Cases {
    /** A command's fate. */
    void onAnswered(Answered answered);

    /** A session, or none. */
    void onOpened(Opened opened);

    /** A session is gone. */
    void onLapsed(Lapsed lapsed);
  }
}
