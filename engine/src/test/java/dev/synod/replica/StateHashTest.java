package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Numbered;
import dev.synod.protocol.SessionId;
import dev.synod.replica.Sessions.Opener;
import dev.synod.replica.Sessions.Recorded;
import dev.synod.replica.Sessions.Session;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

/** Rule S5: sessions are part of the replicated state, so a difference in one must show. */
class StateHashTest {
  private static final Opener OPENER = new Opener(N1, 7, false);
  private static final Recorded DONE = new Recorded(new Done.Reply("r", 3), 11);
  private static final Session SESSION = session(OPENER, 50, 1, DONE);

  @Test
  void differsByEverythingThatDecides() {
    List<String> hashes =
        Stream.of(
                state(4, 60, "a", 2, SESSION),
                state(5, 60, "a", 2, SESSION),
                state(4, 61, "a", 2, SESSION),
                state(4, 60, "b", 2, SESSION),
                state(4, 60, "a", 3, SESSION),
                state(4, 60, "a", 2),
                state(4, 60, "a", 2, session(new Opener(N2, 7, false), 50, 1, DONE)),
                state(4, 60, "a", 2, session(new Opener(N1, 8, false), 50, 1, DONE)),
                state(4, 60, "a", 2, session(new Opener(N1, 7, true), 50, 1, DONE)),
                state(4, 60, "a", 2, session(OPENER, 51, 1, DONE)),
                state(4, 60, "a", 2, session(OPENER, 50, 0, DONE)),
                state(4, 60, "a", 2, session(OPENER, 50, 1)),
                state(4, 60, "a", 2, session(OPENER, 50, 1, new Recorded(DONE.done(), 12))),
                state(
                    4,
                    60,
                    "a",
                    2,
                    session(OPENER, 50, 1, new Recorded(new Done.Reply("r", 2), 11))),
                state(
                    4,
                    60,
                    "a",
                    2,
                    session(OPENER, 50, 1, new Recorded(new Done.Failed("r", 3), 11))))
            .map(StateHashTest::hash)
            .toList();

    assertThat(hashes).doesNotHaveDuplicates().allMatch(hash -> hash.matches("[0-9a-f]{16}"));
  }

  @Test
  void isTheSameForTheSame() {
    assertThat(hash(state(4, 60, "a", 2, SESSION))).isEqualTo(hash(state(4, 60, "a", 2, SESSION)));
  }

  /** Members of two releases compare their hashes, also while one after the other is upgraded. */
  @Test
  void isTheSameInEveryRelease() {
    Recorded failed = new Recorded(new Done.Failed("any detail", 4), 12);
    Session client = session(OPENER, 50, 1, DONE, failed);
    Session own = session(new Opener(N2, 8, true), 60, 0);

    assertThat(hash(state(4, 60, "a", 3, client, own))).isEqualTo("e64e325b7decd4ed");
  }

  /** A large state takes seconds to write: not those of the replica. */
  @Test
  void freezesTheStateNowAndWritesItWhenAsked() {
    AtomicInteger frozen = new AtomicInteger();
    AtomicInteger written = new AtomicInteger();

    Supplier<String> hash =
        StateHash.of(
            state(4, 60, "a", 2),
            text -> text + frozen.incrementAndGet(),
            text -> {
              written.incrementAndGet();
              return new Journal.Line((String) text).payload();
            });

    assertThat(frozen).hasValue(1);
    assertThat(written).hasValue(0);
    assertThat(hash.get()).isEqualTo(hash(state(4, 60, "a1", 2)));
    assertThat(written).hasValue(1);
  }

  /** A status must not stop the member. */
  @Test
  void saysWhyThereIsNoneWhereTheStateCannotBeWritten() {
    Supplier<String> hash =
        StateHash.of(
            state(4, 60, "a", 2),
            text -> {
              throw new IllegalStateException("no snapshot of " + text);
            },
            text -> new Journal.Line((String) text).payload());

    assertThat(hash.get())
        .isEqualTo("unavailable: java.lang.IllegalStateException: no snapshot of a");
  }

  private static Session session(Opener opener, long lastUsed, long lowWater, Recorded... results) {
    Numbered<Recorded> recorded = Numbered.empty();
    for (int i = 0; i < results.length; i++) {
      recorded = recorded.plus(lowWater + 1 + i, results[i]);
    }
    return new Session(opener, lastUsed, lowWater, recorded);
  }

  private static ReplicaState<String> state(
      long applied, long logTime, String text, long next, Session... sessions) {
    TreePMap<SessionId, Session> open = TreePMap.empty();
    for (int i = 0; i < sessions.length; i++) {
      open = open.plus(new SessionId(1 + i), sessions[i]);
    }
    return new ReplicaState<>(
        applied,
        logTime,
        Given.CONFIGURATION,
        text,
        new Sessions(
            Sessions.Limits.of(Given.CONFIGURATION.sessions()),
            next,
            open,
            TreePMap.empty(),
            TreePMap.empty()));
  }

  private static String hash(ReplicaState<String> state) {
    return StateHash.of(state, text -> text, text -> new Journal.Line((String) text).payload())
        .get();
  }
}
