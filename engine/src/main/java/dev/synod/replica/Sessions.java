package dev.synod.replica;

import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionId;
import dev.synod.settings.SynodSettings.SessionSettings;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The table of client sessions, a part of the replicated state (rule S1): which commands were
 * executed, with their results, as far back as each session's low-water mark.
 *
 * <p>Every decision is a function of the log alone, also expiry, which compares log times (rule
 * S3). A session keeps at most {@code window} results; the table holds at most {@code max}
 * sessions.
 *
 * @param next the number that the next session gets; numbers start at 1 and are never reused
 * @param openers which session each request for one has got, so that a request that is chosen in
 *     two slots opens one session
 */
public record Sessions(
    Limits limits,
    long next,
    TreePMap<SessionId, Session> open,
    TreePMap<Opener, SessionId> openers) {

  /**
   * The bounds, the same on every member.
   *
   * @param window sequences of which a session keeps the results
   * @param ttl milliseconds of log time
   * @param max open sessions
   */
  public record Limits(int window, long ttl, int max) {
    /** As the settings have them. */
    public static Limits of(SessionSettings settings) {
      return new Limits(settings.window(), settings.ttl().toMillis(), settings.max());
    }
  }

  /** A member's request for a session. */
  public record Opener(MemberId member, long nonce) implements Comparable<Opener> {
    private static final Comparator<Opener> ORDER =
        Comparator.comparing(Opener::member).thenComparingLong(Opener::nonce);

    @Override
    public int compareTo(Opener other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * One session.
   *
   * @param lastUsed log time of its latest command, in milliseconds
   * @param lowWater results of this sequence and of all below it are dropped
   * @param results by sequence, all above {@code lowWater}
   */
  public record Session(Opener opener, long lastUsed, long lowWater, TreePMap<Long, Done> results) {

    private Session usedAt(long logTime) {
      return new Session(opener, logTime, lowWater, results);
    }

    private Session recording(LogCommand.User command, Done done, int window) {
      TreePMap<Long, Done> all = results.plus(command.sequence(), done);
      // The client can't have the result of a command that it still sends: hence sequence - 1.
      long told = Math.min(command.acknowledged(), command.sequence() - 1);
      long low = Math.max(Math.max(lowWater, told), all.lastKey() - window);
      while (all.firstKey() <= low) {
        all = all.minusFirstEntry();
      }
      return new Session(opener, lastUsed, low, all);
    }
  }

  /** The table after a request for a session, and the session if there was room. */
  public record Opening(Sessions sessions, Optional<SessionId> session) {}

  /** The table before the first command. */
  public static Sessions none(Limits limits) {
    return new Sessions(limits, 1, TreePMap.empty(), TreePMap.empty());
  }

  /** Whether the session may be used at this log time; it may at exactly its last use plus ttl. */
  public boolean alive(SessionId id, long logTime) {
    Session session = open.get(id);
    return session != null && alive(session, logTime);
  }

  /** What is known of a command before it is executed; empty if it is to be executed now. */
  public Optional<Fate> fate(SessionId id, long sequence, long logTime) {
    Session session = open.get(id);
    if (session == null || !alive(session, logTime)) {
      return Optional.of(new Fate.Expired());
    }
    if (sequence <= session.lowWater()) {
      return Optional.of(new Fate.Forgotten());
    }
    return Optional.ofNullable(session.results().get(sequence));
  }

  /** Notes that a client was heard; a session that has expired is removed instead. */
  public Sessions use(SessionId id, long logTime) {
    Session session = open.get(id);
    if (session == null) {
      return this;
    }
    return alive(session, logTime) ? with(id, session.usedAt(logTime)) : without(id, session);
  }

  /** Records the result of a command that {@link #fate} left to be executed. */
  public Sessions record(LogCommand.User command, Done done, long logTime) {
    Session session = open.get(command.session());
    if (session == null) {
      throw new IllegalArgumentException("no session " + command.session() + " to record in");
    }
    return with(
        command.session(), session.usedAt(logTime).recording(command, done, limits.window()));
  }

  /**
   * Opens a session, or finds the one that this very request has opened before. Where the table is
   * full, all sessions that have expired are swept out first.
   */
  public Opening open(Opener opener, long logTime) {
    SessionId earlier = openers.get(opener);
    if (earlier != null && alive(earlier, logTime)) {
      return new Opening(use(earlier, logTime), Optional.of(earlier));
    }
    Sessions room = earlier == null ? this : use(earlier, logTime);
    if (room.open.size() >= limits.max()) {
      room = room.swept(logTime);
    }
    if (room.open.size() >= limits.max()) {
      return new Opening(room, Optional.empty());
    }
    SessionId id = new SessionId(room.next);
    Session session = new Session(opener, logTime, 0, TreePMap.empty());
    return new Opening(
        new Sessions(
            limits, room.next + 1, room.open.plus(id, session), room.openers.plus(opener, id)),
        Optional.of(id));
  }

  /** How many sessions the table holds, those included that have expired unnoticed. */
  public int size() {
    return open.size();
  }

  private boolean alive(Session session, long logTime) {
    return logTime - session.lastUsed() <= limits.ttl();
  }

  private Sessions swept(long logTime) {
    Sessions left = this;
    for (Map.Entry<SessionId, Session> entry : open.entrySet()) {
      if (!alive(entry.getValue(), logTime)) {
        left = left.without(entry.getKey(), entry.getValue());
      }
    }
    return left;
  }

  private Sessions with(SessionId id, Session session) {
    return new Sessions(limits, next, open.plus(id, session), openers);
  }

  private Sessions without(SessionId id, Session session) {
    return new Sessions(limits, next, open.minus(id), openers.minus(session.opener()));
  }
}
