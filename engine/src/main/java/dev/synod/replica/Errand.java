package dev.synod.replica;

import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import dev.synod.protocol.SessionId;
import java.util.Comparator;
import java.util.Optional;

/** What a request of this node wants from the log. */
sealed interface Errand {

  /** A command, in the client's own session if it has one, else in the node's. */
  static Errand of(Optional<Place> place, Payload payload) {
    return place
        .<Errand>map(own -> new InSession(new Key(own.session(), own.sequence()), payload))
        .orElseGet(() -> new Own(payload));
  }

  /**
   * How it is written, under the ticket that it waits with; empty while it can't be.
   *
   * @param ticket tells commands in the node's own session apart, and openings
   */
  Optional<LogCommand> written(Sender sender, long ticket);

  /** How many bytes of the user's it carries. */
  int size();

  /**
   * Who sends.
   *
   * @param nonceBase random per run, so that no run takes another's session for its own
   * @param own the node's own session, while it is open
   * @param acknowledged no ticket at or below waits
   */
  record Sender(MemberId self, long nonceBase, Optional<SessionId> own, long acknowledged) {}

  /** A command in the node's own session. */
  record Own(Payload payload) implements Errand {
    @Override
    public Optional<LogCommand> written(Sender sender, long ticket) {
      return sender
          .own()
          .map(
              session ->
                  new LogCommand.User(
                      session,
                      Place.OWN_SEQUENCES + ticket,
                      Place.OWN_SEQUENCES + sender.acknowledged(),
                      payload));
    }

    @Override
    public int size() {
      return payload.bytes().size() + payload.manifest().length();
    }
  }

  /** A command in a client's session, numbered by the client, whose results it may still want. */
  record InSession(Key key, Payload payload) implements Errand {
    @Override
    public Optional<LogCommand> written(Sender sender, long ticket) {
      return Optional.of(new LogCommand.User(key.session(), key.sequence(), 0, payload));
    }

    @Override
    public int size() {
      return payload.bytes().size() + payload.manifest().length();
    }
  }

  /**
   * A session to be opened.
   *
   * @param own for the node itself, else for a client
   */
  record Opening(boolean own) implements Errand {
    @Override
    public Optional<LogCommand> written(Sender sender, long ticket) {
      return Optional.of(
          new LogCommand.OpenSession(sender.self(), sender.nonceBase() + ticket, own));
    }

    @Override
    public int size() {
      return 0;
    }
  }

  /** What a client's command is known by, at whichever node it is sent (rule S2). */
  record Key(SessionId session, long sequence) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::session).thenComparingLong(Key::sequence);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }
}
