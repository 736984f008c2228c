package dev.synod.client;

import com.google.protobuf.CodedOutputStream;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import java.util.List;

/** What clients on other nodes and a member's gateway tell each other. */
public sealed interface ClientMessage {
  /** What a call or a result takes without what it carries. */
  int HEAD = 48;

  private static int text(String text) {
    return CodedOutputStream.computeStringSizeNoTag(text);
  }

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
      return HEAD;
    }

    /** A command in the session of the member's node. */
    record Submit(long id, Payload command) implements Call {
      @Override
      public boolean repeatable() {
        return false;
      }

      @Override
      public int size() {
        return HEAD + command.size();
      }
    }

    /** A command in a session of the caller's (rule S2). */
    record SubmitIn(long id, Place place, Payload command) implements Call {
      @Override
      public int size() {
        return HEAD + command.size();
      }
    }

    /** A session for the caller; one opened twice expires unused. */
    record Open(long id) implements Call {}

    /** A query. */
    record Read(long id, ReadConsistency consistency, Payload query) implements Call {
      @Override
      public int size() {
        return HEAD + query.size();
      }
    }

    /** The member's view of the group. */
    record Status(long id) implements Call {}
  }

  /** What became of one call. */
  sealed interface Result {
    /** The call's. */
    long id();

    /** How many bytes it takes in a message, at most. */
    int size();

    /** Of a command or an opening. */
    record Done(long id, Outcome<Payload> outcome) implements Result {
      @Override
      public int size() {
        if (outcome instanceof Outcome.Committed<Payload> committed) {
          return HEAD + committed.reply().size();
        }
        if (outcome instanceof Outcome.Rejected<Payload> rejected) {
          return HEAD + text(rejected.reason().name()) + text(rejected.detail());
        }
        Outcome.Unknown<Payload> unknown = (Outcome.Unknown<Payload>) outcome;
        return HEAD + text(unknown.doubt().name()) + text(unknown.detail());
      }
    }

    /** Of a query. */
    record Answered(long id, Payload value, long slot) implements Result {
      @Override
      public int size() {
        return HEAD + value.size();
      }
    }

    /** Of a query that could not be answered. */
    record Failed(long id, String detail) implements Result {
      @Override
      public int size() {
        return HEAD + text(detail);
      }
    }

    /** Of a question for the status. */
    record Known(long id, GroupStatus status) implements Result {
      private static final int NUMBERS = 240;

      @Override
      public int size() {
        int size =
            NUMBERS
                + text(status.group())
                + text(status.member())
                + text(status.ballot())
                + text(status.leader().orElse(""))
                + text(status.stateHash())
                + text(status.leaderChanges().lastCause());
        for (GroupStatus.Member member : status.members()) {
          size += HEAD + text(member.id()) + text(member.address()) + text(member.kind());
          size += text(member.incarnation());
        }
        return size;
      }
    }
  }
}
