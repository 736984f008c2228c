package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.DISK;
import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.opening;
import static dev.synod.replica.Given.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.LogCommand.OpenSession;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Payload;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.pcollections.PVector;

/** Rules G2 and G6: everything that decides is in a snapshot, and comes back. */
class SnapshotTest {
  private static final Journal MACHINE = new Journal();
  private static final SessionId CLIENT = new SessionId(2);

  private final HeldBatches batches = new HeldBatches();
  private final Interpreter<PVector<String>> interpreter =
      new Interpreter<>(batches, Journal.Line::read, MACHINE.commandHandler());

  /** Two own sessions, one of a client with a reply, a failure, a gap and a low-water mark of 3. */
  private final ReplicaState<PVector<String>> state =
      after(
          Given.nothing(),
          batches.of(
              10, new OpenSession(N1, 5, true), opening(N2, 7), new OpenSession(N2, 9, true)),
          Value.NO_OP,
          batches.of(20, user(2, 3, "a"), user(2, 4, "throw"), user(1, Given.sequence(2), "b")),
          batches.of(30, user(2, 9, 3, "c")));

  /** S1, S2, S4: also what was never replied to, what is forgotten and whose each session is. */
  @Test
  void comesBackAsItWas() {
    ReplicaState<PVector<String>> back = restored(taken(state));

    assertThat(back).isEqualTo(state);
    Sessions.Session client = Objects.requireNonNull(back.sessions().open().get(CLIENT));
    assertThat(client.results()).hasSize(2);
    assertThat(client.lowWater()).isEqualTo(3);
    assertThat(back.sessions().own()).containsOnlyKeys(N1, N2);
    assertThat(back.sessions().openers()).hasSize(3);
  }

  /** S2, mistake 22: retries, an opening chosen again, expiry and new sessions, all as without. */
  @Test
  void decidesLaterSlotsLikeTheStateThatItWasTakenOf() {
    LogCommand[] retries = {
      user(2, 4, "throw"), user(2, 9, "c"), user(2, 3, "a"), user(2, 9, "other"), opening(N2, 7)
    };
    List<Value> later =
        List.of(
            batches.of(40, retries),
            batches.of(50, opening(N1, 8), new OpenSession(N2, 10, true)),
            batches.of(931, user(1, Given.sequence(3), "d"), user(2, 10, "e")));

    ReplicaState<PVector<String>> kept = restored(taken(state));
    ReplicaState<PVector<String>> straight = state;
    for (Value value : later) {
      ReplicaState.Progress<PVector<String>> one = next(kept, value);
      ReplicaState.Progress<PVector<String>> other = next(straight, value);
      assertThat(one).isEqualTo(other);
      kept = one.state();
      straight = other.state();
    }
    assertThat(kept.state()).containsExactly("a", "b", "c", "e");
  }

  /** G6: two members at the same slot keep the same. */
  @Test
  void isEqualOnMembersThatAreEqual() {
    assertThat(taken(restored(taken(state)))).isEqualTo(taken(state));
  }

  @Test
  void isOfNoOtherGroup() {
    assertRefused(taken(state), new GroupName("h"), CONFIGURATION, "it is of group g, not of h");
  }

  @Test
  void isOfNoOtherConfiguration() {
    Configuration other =
        Configuration.majority(
            1, CONFIGURATION.sessions(), List.of(MemberRecord.voter(N1, "h:1", DISK)));

    assertRefused(
        taken(state),
        GROUP,
        other,
        "it is of cluster %s, not of cluster %s".formatted(CONFIGURATION.digest(), other.digest()));
  }

  /** Each field that decides: the hash of what is read must be that of what was written. */
  @Test
  void isRefusedWhenAnythingHasChanged() {
    Snapshot sound = taken(state);
    Payload lines = new Payload(1, "String", ByteString.copyFromUtf8("a\nb"));
    List<Snapshot.Session> fewer = sound.sessions().subList(0, 2);

    for (Snapshot changed :
        List.of(
            with(sound, 5, 30, sound.state(), 4, sound.sessions()),
            with(sound, 4, 31, sound.state(), 4, sound.sessions()),
            with(sound, 4, 30, lines, 4, sound.sessions()),
            with(sound, 4, 30, sound.state(), 5, sound.sessions()),
            with(sound, 4, 30, sound.state(), 4, fewer))) {
      assertRefused(changed, GROUP, CONFIGURATION, "but was " + sound.stateHash() + " when");
    }
  }

  /** S1: ids are given out once, an opener has one session. */
  @Test
  void isRefusedWithATableThatCannotBe() {
    Snapshot sound = taken(state);
    Snapshot.Session first = sound.sessions().get(0);
    Snapshot.Session twin =
        new Snapshot.Session(new SessionId(2), first.opener(), 10, 0, List.of());

    assertRefused(
        with(sound, 4, 30, sound.state(), 3, sound.sessions()),
        GROUP,
        CONFIGURATION,
        "session 3 of Opener[member=n2, nonce=9, own=true] stands in a table in which 3 is the");
    assertRefused(
        with(sound, 4, 30, sound.state(), 4, List.of(first, twin)),
        GROUP,
        CONFIGURATION,
        "session 2 of Opener[member=n1, nonce=5, own=true] stands in a table in which 4 is the");
  }

  @Test
  void namesWhatCannotBeWritten() {
    assertThatThrownBy(
            () ->
                Snapshot.of(
                    GROUP,
                    CONFIGURATION.digest(),
                    state,
                    "lines",
                    object -> {
                      if (object instanceof Integer) {
                        throw new IllegalStateException("no numbers");
                      }
                      return write(object);
                    }))
        .hasMessage(
            "Pekko Serialization can't write the reply to a command in slot 3, java.lang.Integer"
                + " (java.lang.IllegalStateException: no numbers); bind a serializer to it");
  }

  private static void assertRefused(
      Snapshot snapshot, GroupName group, Configuration configuration, String why) {
    assertThatThrownBy(
            () ->
                snapshot.restore(group, configuration.digest(), MACHINE, SnapshotTest::readNothing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static Snapshot with(
      Snapshot sound,
      long appliedThrough,
      long logTime,
      Payload state,
      long nextSession,
      List<Snapshot.Session> sessions) {
    return new Snapshot(
        sound.group(),
        sound.cluster(),
        sound.configuration(),
        appliedThrough,
        logTime,
        state,
        nextSession,
        sessions,
        sound.stateHash());
  }

  private static Snapshot taken(ReplicaState<PVector<String>> state) {
    return Snapshot.of(
        GROUP,
        CONFIGURATION.digest(),
        state,
        MACHINE.snapshotOf(state.state()),
        SnapshotTest::write);
  }

  private static ReplicaState<PVector<String>> restored(Snapshot snapshot) {
    return snapshot.restore(GROUP, CONFIGURATION.digest(), MACHINE, SnapshotTest::read);
  }

  private ReplicaState<PVector<String>> after(
      ReplicaState<PVector<String>> before, Value... values) {
    ReplicaState<PVector<String>> after = before;
    for (Value value : values) {
      after = next(after, value).state();
    }
    return after;
  }

  private ReplicaState.Progress<PVector<String>> next(
      ReplicaState<PVector<String>> before, Value value) {
    return before.apply(before.appliedThrough() + 1, value, interpreter);
  }

  private static Payload write(Object object) {
    return new Payload(
        1, object.getClass().getSimpleName(), ByteString.copyFromUtf8(object.toString()));
  }

  private static Object read(Payload payload) {
    String text = payload.bytes().toStringUtf8();
    return payload.manifest().equals("Integer") ? (Object) Integer.valueOf(text) : text;
  }

  /** What does not fit is refused before users' serializers see it. */
  private static Object readNothing(Payload payload) {
    throw new AssertionError(payload + " is read");
  }
}
