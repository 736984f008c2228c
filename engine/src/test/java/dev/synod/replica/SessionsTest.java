package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

/** Rules S1 to S4: the table of sessions. */
class SessionsTest {
  private static final int WINDOW = 4;
  private static final long TTL = 100;
  private static final Sessions NONE = Sessions.none(new Sessions.Limits(WINDOW, TTL, 3));
  private static final SessionId ONE = new SessionId(1);

  private final Sessions one = NONE.open(client(N1, 7), 1000).sessions();

  /** S1. */
  @Test
  void numbersSessionsInTheOrderOfOpening() {
    Sessions.Opening first = NONE.open(client(N2, 9), 0);
    Sessions.Opening second = first.sessions().open(client(N1, 3), 0);

    assertThat(first.session()).contains(new SessionId(1));
    assertThat(second.session()).contains(new SessionId(2));
    assertThat(second.sessions().size()).isEqualTo(2);
  }

  /** S1: an opening that is chosen in two slots opens one session. */
  @Test
  void opensOneSessionForOneRequest() {
    Sessions.Opening again = one.open(client(N1, 7), 1050);
    Sessions.Opening late = one.open(client(N1, 7), 1101);

    assertThat(again.session()).contains(ONE);
    assertThat(again.sessions().size()).isEqualTo(1);
    assertThat(late.session()).contains(new SessionId(2));
    assertThat(late.sessions().size()).isEqualTo(1);
    assertThat(late.sessions().openers()).hasSize(1);
  }

  /** S4: sequence below, at, above the low-water mark, each recorded or not. */
  @Test
  void decidesEverySequenceAroundTheLowWaterMark() {
    Sessions after = record(record(one, 6, 3), 4, 0);

    for (long sequence = 1; sequence <= 9; sequence++) {
      Optional<Fate> fate = fate(after, ONE, sequence, 1000);
      if (sequence <= 3) {
        assertThat(fate).as("sequence %d", sequence).contains(new Fate.Forgotten());
      } else if (sequence == 4 || sequence == 6) {
        assertThat(fate).as("sequence %d", sequence).contains(done(sequence));
      } else {
        assertThat(fate).as("sequence %d", sequence).isEmpty();
      }
    }
  }

  /** S4: the mark is the highest of its old place, what the client has, and the window's edge. */
  @Test
  void movesTheLowWaterMarkForAllSmallCombinations() {
    for (long first = 1; first <= 12; first++) {
      for (long second = 1; second <= 12; second++) {
        for (long acknowledged = 0; acknowledged <= 12; acknowledged++) {
          Sessions before = record(one, first, 0);
          if (fate(before, ONE, second, 1000).isPresent()) {
            continue;
          }
          Sessions.Session after = session(record(before, second, acknowledged));

          long edge = Math.max(first, second) - WINDOW;
          long low = Math.max(0, Math.max(Math.min(acknowledged, second - 1), edge));
          assertThat(after.lowWater())
              .as("first %d, second %d, acknowledged %d", first, second, acknowledged)
              .isEqualTo(low);
          assertThat(after.results().keySet()).allMatch(kept -> kept > low).contains(second);
          assertThat(after.results().size()).isLessThanOrEqualTo(WINDOW);
        }
      }
    }
  }

  /** S4: a client that never says what it has is bounded all the same. */
  @Test
  void keepsTheLatestWindowOfResults() {
    Sessions sessions = one;
    for (long sequence = 1; sequence <= 10; sequence++) {
      sessions = record(sessions, sequence, 0);
    }

    assertThat(session(sessions).results().keySet()).containsExactly(7L, 8L, 9L, 10L);
    assertThat(fate(sessions, ONE, 6, 1000)).contains(new Fate.Forgotten());
    assertThat(fate(sessions, ONE, 7, 1000)).contains(done(7));
  }

  @Test
  void bearsTheLargestSequenceThereIs() {
    Sessions after = record(one, Long.MAX_VALUE, Long.MAX_VALUE);

    assertThat(fate(after, ONE, Long.MAX_VALUE, 1000)).contains(done(Long.MAX_VALUE));
    assertThat(fate(after, ONE, 1, 1000)).contains(new Fate.Forgotten());
  }

  /** S3: alive at exactly ttl after the last use, gone one millisecond later. */
  @Test
  void expiresOneMillisecondAfterItsTimeToLive() {
    assertThat(fate(one, ONE, 1, 1000 + TTL)).isEmpty();
    assertThat(fate(one, ONE, 1, 1000 + TTL + 1)).contains(new Fate.Expired());
    assertThat(fate(one.use(ONE, 1000 + TTL), ONE, 1, 1000 + 2 * TTL)).isEmpty();
    assertThat(one.use(ONE, 1000 + TTL + 1).size()).isZero();
    assertThat(one.use(ONE, 1000 + TTL + 1).openers()).isEmpty();
  }

  /** S3: an expired session forgets even what it has done; it never executes again. */
  @Test
  void answersNothingFromASessionThatHasExpired() {
    Sessions after = record(one, 1, 0);

    assertThat(fate(after, ONE, 1, 1000 + TTL + 1)).contains(new Fate.Expired());
  }

  /** S3. */
  @Test
  void knowsNoSessionThatWasNeverOpened() {
    assertThat(fate(one, new SessionId(2), 1, 1000)).contains(new Fate.Expired());
    assertThat(one.use(new SessionId(2), 1000)).isEqualTo(one);
  }

  /** S1: what has expired makes room; where nothing has, opening is refused. */
  @Test
  void sweepsBeforeItRefuses() {
    Sessions full = one.open(client(N1, 8), 1050).sessions().open(client(N1, 9), 1060).sessions();

    Sessions.Opening refused = full.open(client(N2, 1), 1000 + TTL);
    Sessions.Opening met = full.open(client(N2, 1), 1000 + TTL + 1);

    assertThat(refused.session()).isEmpty();
    assertThat(refused.sessions()).isEqualTo(full);
    assertThat(met.session()).contains(new SessionId(4));
    assertThat(met.sessions().open().keySet())
        .containsExactly(new SessionId(2), new SessionId(3), new SessionId(4));
  }

  /** Clients have filled the table for good; members start again, also for the first time. */
  @Test
  void hasRoomForTheOwnSessionOfEveryMemberHoweverManyClientsThereAre() {
    Sessions full = open(open(open(NONE, client(N1, 1)), client(N1, 2)), client(N2, 3));

    Sessions members = open(open(full, own(N1, 4)), own(N2, 5));
    Sessions again = open(members, own(N1, 6));

    assertThat(again.open().keySet())
        .extracting(SessionId::value)
        .containsExactly(1L, 2L, 3L, 5L, 6L);
    assertThat(again.own()).containsEntry(N1, new SessionId(6)).containsEntry(N2, new SessionId(5));
    assertThat(again.openers()).doesNotContainKey(own(N1, 4)).hasSize(5);
    assertThat(fate(again, new SessionId(4), 1, 1000)).contains(new Fate.Expired());
    assertThat(again.open(client(N2, 7), 1000).session()).isEmpty();
  }

  /** S1: the bound is one of clients' sessions. */
  @Test
  void theMembersOwnSessionsTakeNoRoomFromClients() {
    Sessions members = open(open(open(NONE, own(N1, 1)), own(N2, 2)), client(N1, 3));

    Sessions full = open(open(members, client(N1, 4)), client(N2, 5));

    assertThat(full.size()).isEqualTo(5);
    assertThat(full.open(client(N2, 6), 1000).session()).isEmpty();
  }

  /** S1: chosen in two slots it opens one; one of an earlier run unseats, but never executes. */
  @Test
  void opensOneOwnSessionForOneRequest() {
    Sessions first = open(NONE, own(N1, 4));

    assertThat(open(first, own(N1, 4))).isEqualTo(first);
    assertThat(first.open(own(N1, 4), 1000 + TTL + 1).session()).contains(new SessionId(2));
    assertThat(first.use(ONE, 1000 + TTL + 1)).isEqualTo(nothingBut(2));
    assertThat(open(open(first, own(N1, 6)), own(N1, 4)).own())
        .containsExactly(Map.entry(N1, new SessionId(3)));
  }

  private static Sessions nothingBut(long next) {
    return new Sessions(NONE.limits(), next, TreePMap.empty(), TreePMap.empty(), TreePMap.empty());
  }

  private static Sessions open(Sessions sessions, Sessions.Opener opener) {
    return sessions.open(opener, 1000).sessions();
  }

  private static Sessions.Opener client(MemberId member, long nonce) {
    return new Sessions.Opener(member, nonce, false);
  }

  private static Sessions.Opener own(MemberId member, long nonce) {
    return new Sessions.Opener(member, nonce, true);
  }

  private static Optional<Fate> fate(
      Sessions sessions, SessionId session, long sequence, long logTime) {
    return sessions.fate(user(session.value(), sequence, "x"), logTime);
  }

  private static Sessions record(Sessions sessions, long sequence, long acknowledged) {
    return sessions.record(user(1, sequence, acknowledged, "x"), done(sequence), 1000);
  }

  private static Sessions.Session session(Sessions sessions) {
    return Objects.requireNonNull(sessions.open().get(ONE));
  }

  private static Done done(long sequence) {
    return new Done.Reply("reply " + sequence, 5);
  }
}
