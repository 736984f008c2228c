package dev.synod.replica;

import dev.synod.api.StateMachine;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Numbered;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.StateKept;
import dev.synod.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pcollections.TreePMap;

/**
 * The replicated state after one slot, as a disk keeps it: everything that decides what later slots
 * do (rule G2), and nothing that differs from member to member (rule G6).
 *
 * @param cluster digest of the founding configuration
 * @param configuration of the epoch of the next slot
 * @param appliedThrough the slot, at least 1
 * @param logTime of the state, in milliseconds
 * @param state what the machine's {@code snapshotOf} made of the user's state
 * @param nextSession the number that the next session gets
 * @param sessions in the order of their ids
 * @param stateHash as in a status: of state, log time and sessions
 */
public record Snapshot(
    GroupName group,
    String cluster,
    Configuration configuration,
    long appliedThrough,
    long logTime,
    Payload state,
    long nextSession,
    List<Session> sessions,
    String stateHash) {

  /**
   * One session; who opened it is told here, and so is which is a member's own.
   *
   * @param lastUsed log time of its latest command, in milliseconds
   * @param lowWater results of this sequence and of all below it are dropped (rule S4)
   * @param results in the order of their sequences
   */
  public record Session(
      SessionId id, Sessions.Opener opener, long lastUsed, long lowWater, List<Result> results) {
    /** Copies the list. */
    public Session {
      results = List.copyOf(results);
    }
  }

  /**
   * The result of a command, for retries (rules S1, S2).
   *
   * @param digest of the command
   * @param slot in which it was executed
   */
  public record Result(long sequence, int digest, long slot, Ending ending) {}

  /** How a command ended. */
  public sealed interface Ending {

    /** The machine replied. */
    record Reply(Payload payload) implements Ending {}

    /** The machine threw. */
    record Failed(String detail) implements Ending {}
  }

  /** Copies the list. */
  public Snapshot {
    sessions = List.copyOf(sessions);
  }

  /** What other members hear of it; the bytes of the user's part are of a serializer's own form. */
  public StateKept kept() {
    String form = "%d:%d:%s".formatted(StateHash.FORM, state.serializerId(), state.manifest());
    return new StateKept(appliedThrough, form, stateHash, false);
  }

  /** The same but for the user's state. */
  Snapshot with(Payload other) {
    return new Snapshot(
        group,
        cluster,
        configuration,
        appliedThrough,
        logTime,
        other,
        nextSession,
        sessions,
        stateHash);
  }

  /** Where a member keeps its snapshots. */
  public static String persistenceId(GroupName group, MemberId member) {
    return group + "|" + member + "|replica";
  }

  /**
   * Writes a state down.
   *
   * @param frozen what the machine's {@code snapshotOf} made of the user's state
   * @param writer makes bytes of users' objects
   * @throws IllegalArgumentException naming the object that can't be written
   */
  static Snapshot of(
      GroupName group,
      String cluster,
      ReplicaState<?> state,
      Object frozen,
      Function<Object, Payload> writer) {
    Payload written = written(frozen, writer);
    return of(group, cluster, state, written, StateHash.whole(state, written), writer);
  }

  /**
   * Writes a state down whose user's part is written already.
   *
   * @param hash of it, {@linkplain StateHash#whole whole}
   */
  static Snapshot of(
      GroupName group,
      String cluster,
      ReplicaState<?> state,
      Payload written,
      String hash,
      Function<Object, Payload> writer) {
    List<Session> sessions = new ArrayList<>();
    state.sessions().open().forEach((id, session) -> sessions.add(written(id, session, writer)));
    return new Snapshot(
        group,
        cluster,
        state.configuration(),
        state.appliedThrough(),
        state.logTime(),
        written,
        state.sessions().next(),
        sessions,
        StateHash.brief(hash));
  }

  /** What the machine's {@code snapshotOf} made of the user's state, in bytes. */
  static Payload written(Object frozen, Function<Object, Payload> writer) {
    return written("what snapshotOf makes of the state", frozen, writer);
  }

  private static Session written(
      SessionId id, Sessions.Session session, Function<Object, Payload> writer) {
    List<Result> results = new ArrayList<>();
    session
        .results()
        .forEach(
            (sequence, recorded) ->
                results.add(
                    new Result(
                        sequence,
                        recorded.digest(),
                        recorded.done().slot(),
                        ending(recorded.done(), writer))));
    return new Session(id, session.opener(), session.lastUsed(), session.lowWater(), results);
  }

  private static Ending ending(Done done, Function<Object, Payload> writer) {
    return done instanceof Done.Reply reply
        ? new Ending.Reply(
            written("the reply to a command in slot " + reply.slot(), reply.reply(), writer))
        : new Ending.Failed(((Done.Failed) done).detail());
  }

  private static Payload written(String what, Object object, Function<Object, Payload> writer) {
    try {
      return writer.apply(object);
    } catch (Exception | StackOverflowError unwritable) {
      throw new IllegalArgumentException(
          "Pekko Serialization can't write %s, %s (%s); bind a serializer to it"
              .formatted(what, object.getClass().getName(), unwritable),
          unwritable);
    }
  }

  /**
   * The state that was written down, of this group in this cluster.
   *
   * @param reader makes users' objects of bytes
   * @throws IllegalArgumentException saying what does not fit: another group, another cluster,
   *     another hash
   */
  public <S> ReplicaState<S> restore(
      GroupName ofGroup,
      String ofCluster,
      StateMachine<S> machine,
      Function<Payload, Object> reader) {
    require(group.equals(ofGroup), "it is of group %s, not of %s", group, ofGroup);
    require(
        cluster.equals(ofCluster), "it is of cluster %s, not of cluster %s", cluster, ofCluster);
    String hash =
        StateHash.of(
            new ReplicaState<>(appliedThrough, logTime, configuration, state, table(p -> p)),
            state);
    require(
        hash.equals(stateHash), "its hash is %s, but was %s when it was taken", hash, stateHash);
    return state(machine, reader);
  }

  /** The state that was written down, unchecked. */
  <S> ReplicaState<S> state(StateMachine<S> machine, Function<Payload, Object> reader) {
    return new ReplicaState<>(
        appliedThrough,
        logTime,
        configuration,
        machine.stateOf(reader.apply(state)),
        table(reader));
  }

  private Sessions table(Function<Payload, Object> reader) {
    TreePMap<SessionId, Sessions.Session> open = TreePMap.empty();
    for (Session session : sessions) {
      Numbered<Sessions.Recorded> results = Numbered.empty();
      for (Result result : session.results()) {
        results =
            results.plus(
                result.sequence(), new Sessions.Recorded(done(result, reader), result.digest()));
      }
      open =
          open.plus(
              session.id(),
              new Sessions.Session(
                  session.opener(), session.lastUsed(), session.lowWater(), results));
    }
    return Sessions.kept(Sessions.Limits.of(configuration.sessions()), nextSession, open);
  }

  private static Done done(Result result, Function<Payload, Object> reader) {
    return result.ending() instanceof Ending.Reply reply
        ? new Done.Reply(reader.apply(reply.payload()), result.slot())
        : new Done.Failed(((Ending.Failed) result.ending()).detail(), result.slot());
  }

  private static void require(boolean condition, String message, Object... facts) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(message, facts));
    }
  }

  /** Without the sessions, of which there may be many. */
  @Override
  public String toString() {
    return "snapshot of group %s, cluster %s, after slot %d at %d: %s, %d sessions, hash %s"
        .formatted(
            group,
            configuration.digest(),
            appliedThrough,
            logTime,
            state,
            sessions.size(),
            stateHash);
  }
}
