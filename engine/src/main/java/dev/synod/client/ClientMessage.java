package dev.synod.client;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import java.util.List;

/** What clients on other nodes and a member's gateway tell each other. */
public sealed interface ClientMessage {

  /**
   * Calls of one turn of a client.
   *
   * @param replyTo the client's path, as Pekko's ActorRefResolver writes it
   */
  record Ask(String replyTo, List<Call> calls) implements ClientMessage {
    /** Copies the list. */
    public Ask {
      calls = List.copyOf(calls);
    }
  }

  /** Results that became known in one turn of a gateway. */
  record Answer(List<Result> results) implements ClientMessage {
    /** Copies the list. */
    public Answer {
      results = List.copyOf(results);
    }
  }

  /** One call. */
  sealed interface Call {
    /** What the client knows it by. */
    long id();

    /** Whether a second attempt at another member does no harm. */
    default boolean repeatable() {
      return true;
    }

    /** How many bytes it takes in a message, within a few dozen. */
    default int size() {
      return 48;
    }

    /** A command in the session of the member's node. */
    record Submit(long id, Payload command) implements Call {
      @Override
      public boolean repeatable() {
        return false;
      }

      @Override
      public int size() {
        return 48 + command.size();
      }
    }

    /** A command in a session of the caller's (rule S2). */
    record SubmitIn(long id, Place place, Payload command) implements Call {
      @Override
      public int size() {
        return 48 + command.size();
      }
    }

    /** A session for the caller; one opened twice expires unused. */
    record Open(long id) implements Call {}

    /** A query. */
    record Read(long id, ReadConsistency consistency, Payload query) implements Call {
      @Override
      public int size() {
        return 48 + query.size();
      }
    }

    /** The member's view of the group. */
    record Status(long id) implements Call {}
  }

  /** What became of one call. */
  sealed interface Result {
    /** The call's. */
    long id();

    /** How many bytes it takes in a message, within a few dozen. */
    default int size() {
      return 512;
    }

    /** Of a command or an opening. */
    record Done(long id, Outcome<Payload> outcome) implements Result {
      @Override
      public int size() {
        return 1024
            + (outcome instanceof Outcome.Committed<Payload> committed
                ? committed.reply().size()
                : 0);
      }
    }

    /** Of a query. */
    record Answered(long id, Payload value, long slot) implements Result {
      @Override
      public int size() {
        return 48 + value.size();
      }
    }

    /** Of a query that could not be answered. */
    record Failed(long id, String detail) implements Result {}

    /** Of a question for the status. */
    record Known(long id, GroupStatus status) implements Result {
      @Override
      public int size() {
        return 4096;
      }
    }
  }
}
