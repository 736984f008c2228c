package dev.synod.replica;

import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Numbered;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.SessionLimits;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The table of client sessions, a part of the replicated state (rule S1): which commands were
 * executed, with their results, as far back as each session's low-water mark.
 *
 * <p>Every decision is a function of the log alone, also expiry, which compares log times (rule
 * S3). A session keeps at most {@code window} results; the table holds at most {@code max} sessions
 * of clients, and one of each member's own. So clients can fill the table, but not keep a member
 * that starts again from writing: its new session takes the place of the one of its last run.
 *
 * @param next the number that the next session gets; numbers start at 1 and are never reused
 * @param openers which session each request for one has got, so that a request that is chosen in
 *     two slots opens one session
 * @param own the members' own sessions
 */
public record Sessions(
    Limits limits,
    long next,
    TreePMap<SessionId, Session> open,
    TreePMap<Opener, SessionId> openers,
    TreePMap<MemberId, SessionId> own) {

  /**
   * The bounds, the same on every member.
   *
   * @param window sequences of which a session keeps the results
   * @param ttl milliseconds of log time
   * @param max open sessions of clients
   */
  public record Limits(int window, long ttl, int max) {
    /** As the group has agreed. */
    public static Limits of(SessionLimits agreed) {
      return new Limits(agreed.window(), agreed.ttlMillis(), agreed.max());
    }
  }

  /**
   * A member's request for a session.
   *
   * @param own for itself, else for a client
   */
  public record Opener(MemberId member, long nonce, boolean own) implements Comparable<Opener> {
    private static final Comparator<Opener> ORDER =
        Comparator.comparing(Opener::member)
            .thenComparingLong(Opener::nonce)
            .thenComparing(Opener::own);

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
  public record Session(Opener opener, long lastUsed, long lowWater, Numbered<Recorded> results) {

    private Session usedAt(long logTime) {
      return new Session(opener, logTime, lowWater, results);
    }

    private Session recording(LogCommand.User command, Done done, long logTime, int window) {
      Numbered<Recorded> all =
          results.plus(command.sequence(), new Recorded(done, command.payload().digest()));
      // The client can't have the result of a command that it still sends: hence sequence - 1.
      long told = Math.min(command.acknowledged(), command.sequence() - 1);
      long low = Math.max(Math.max(lowWater, told), all.last() - window);
      return new Session(opener, logTime, low, low > lowWater ? all.minusThrough(low) : all);
    }
  }

  /**
   * The result of a command.
   *
   * @param digest of the command, to know it from another one with its number
   */
  public record Recorded(Done done, int digest) {}

  /** The table after a request for a session, and the session if there was room. */
  public record Opening(Sessions sessions, Optional<SessionId> session) {}

  /** The table before the first command. */
  public static Sessions none(Limits limits) {
    return new Sessions(limits, 1, TreePMap.empty(), TreePMap.empty(), TreePMap.empty());
  }

  /**
   * The table with these sessions, as it was kept.
   *
   * @throws IllegalArgumentException if no table is like that
   */
  static Sessions kept(Limits limits, long next, TreePMap<SessionId, Session> open) {
    TreePMap<Opener, SessionId> openers = TreePMap.empty();
    TreePMap<MemberId, SessionId> own = TreePMap.empty();
    for (Map.Entry<SessionId, Session> entry : open.entrySet()) {
      Opener opener = entry.getValue().opener();
      if (entry.getKey().value() >= next || openers.containsKey(opener)) {
        throw new IllegalArgumentException(
            "session %s of %s stands in a table in which %d is the next: it is too new, or there"
                    .formatted(entry.getKey(), opener, next)
                + " twice");
      }
      openers = openers.plus(opener, entry.getKey());
      own = opener.own() ? own.plus(opener.member(), entry.getKey()) : own;
    }
    return new Sessions(limits, next, open, openers, own);
  }

  /** Whether the session may be used at this log time; it may at exactly its last use plus ttl. */
  public boolean alive(SessionId id, long logTime) {
    Session session = open.get(id);
    return session != null && alive(session, logTime);
  }

  /** What is known of a command before it is executed; empty if it is to be executed now. */
  public Optional<Fate> fate(LogCommand.User command, long logTime) {
    Session session = open.get(command.session());
    if (session == null || !alive(session, logTime)) {
      return Optional.of(new Fate.Expired());
    }
    if (command.sequence() <= session.lowWater()) {
      return Optional.of(new Fate.Forgotten());
    }
    Recorded recorded = session.results().at(command.sequence());
    if (recorded == null) {
      return Optional.empty();
    }
    return Optional.of(
        recorded.digest() == command.payload().digest()
            ? recorded.done()
            : new Fate.Reused(recorded.done().slot()));
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
    return with(command.session(), session.recording(command, done, logTime, limits.window()));
  }

  /**
   * Opens a session, or finds the one that this very request has opened before. A member's own
   * takes the place of the one that it had. Where the table is full of clients' sessions, all that
   * have expired are swept out first.
   */
  public Opening open(Opener opener, long logTime) {
    SessionId earlier = openers.get(opener);
    if (earlier != null && alive(earlier, logTime)) {
      return new Opening(use(earlier, logTime), Optional.of(earlier));
    }
    Sessions room = earlier == null ? this : use(earlier, logTime);
    if (opener.own()) {
      return room.withoutOwnOf(opener.member()).opening(opener, logTime);
    }
    if (room.full()) {
      room = room.swept(logTime);
    }
    return room.full() ? new Opening(room, Optional.empty()) : room.opening(opener, logTime);
  }

  /** How many sessions the table holds, those included that have expired unnoticed. */
  public int size() {
    return open.size();
  }

  private boolean full() {
    return open.size() - own.size() >= limits.max();
  }

  private Opening opening(Opener opener, long logTime) {
    SessionId id = new SessionId(next);
    Session session = new Session(opener, logTime, 0, Numbered.empty());
    Sessions longer =
        new Sessions(
            limits,
            next + 1,
            open.plus(id, session),
            openers.plus(opener, id),
            opener.own() ? own.plus(opener.member(), id) : own);
    return new Opening(longer, Optional.of(id));
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
    return new Sessions(limits, next, open.plus(id, session), openers, own);
  }

  private Sessions without(SessionId id, Session session) {
    Opener opener = session.opener();
    return new Sessions(
        limits,
        next,
        open.minus(id),
        openers.minus(opener),
        opener.own() ? own.minus(opener.member()) : own);
  }

  private Sessions withoutOwnOf(MemberId member) {
    SessionId id = own.get(member);
    if (id == null) {
      return this;
    }
    Session session = open.get(id);
    return session == null ? this : without(id, session);
  }
}
