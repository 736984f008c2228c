package dev.synod.notary;

import static dev.synod.notary.Notaries.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.protocol.NotaryMessage.Doubted;
import dev.synod.protocol.NotaryMessage.Present;
import dev.synod.protocol.NotaryMessage.Vouched;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule D1: what votes is the disk that was known, not an older copy of it. */
class NotaryTurnTest {
  private final Notaries three = new Notaries(3, new QuorumSizes(2, 2));

  private void startWithFortyEventsOfN3() {
    three.startAll(0);
    three.written(3, 40);
    three.pass(NotaryTurn.PERIOD);
  }

  @Test
  void aNewGroupVouchesForEachOther() {
    three.startAll(0);

    assertThat(three.vouched).containsExactly(id(1), id(2), id(3));
  }

  @Test
  void nobodyIsVouchedForBeforeAnElectionQuorumWithItself() {
    Notaries five = new Notaries(5, new QuorumSizes(4, 2));

    five.start(1, 0);
    five.start(2, 0);
    five.start(3, 0);
    five.pass(10_000);
    assertThat(five.vouched).isEmpty();

    five.start(4, 0);
    five.pass(NotaryTurn.PERIOD);
    assertThat(five.vouched).containsExactly(id(1), id(2), id(3), id(4));
  }

  @Test
  void aLonelyMemberNeedsNobody() {
    Notaries one = new Notaries(1, new QuorumSizes(1, 1));

    one.start(1, 7);

    assertThat(one.vouched).containsExactly(id(1));
  }

  @Test
  void aDiskThatIsStartedAgainIsTheSame() {
    startWithFortyEventsOfN3();
    three.stop(3);

    three.start(3, 40);

    assertThat(three.vouched).contains(id(3));
    assertThat(three.disowned).isEmpty();
    assertThat(three.doubts).isEmpty();
  }

  /** It was set back to a time before its last start. */
  @Test
  void anOlderCopyIsDisownedByItsStarts() {
    three.startAll(0);
    Noted old = three.at(3).noted();
    three.start(3, 5);

    three.disks.put(id(3), old);
    three.start(3, 5);

    assertThat(three.vouched).doesNotContain(id(3));
    assertThat(three.disowned.get(id(3)))
        .contains("start number 2 was seen on another copy", "replace n3");
    assertThat(three.doubts).isNotEmpty();
  }

  /** It was set back within its last start: nothing but its events is missing. */
  @Test
  void aDiskThatHasLostEventsIsDisowned() {
    startWithFortyEventsOfN3();

    three.start(3, 39);

    assertThat(three.vouched).doesNotContain(id(3));
    assertThat(three.disowned.get(id(3))).contains("began with 39 events, but 40 were seen");
  }

  /** What is learned again after the start says nothing about the votes that are missing. */
  @Test
  void eventsThatCameSinceHideNoneThatAreMissing() {
    startWithFortyEventsOfN3();
    three.cutOff.add(id(3));
    three.start(3, 39);
    three.cutOff.clear();

    three.written(3, 40);
    three.pass(NotaryTurn.PERIOD);

    assertThat(three.vouched).doesNotContain(id(3));
  }

  /** With each start there would be less to compare. */
  @Test
  void whatIsDisownedStaysSo() {
    startWithFortyEventsOfN3();
    three.start(3, 3);
    assertThat(three.disowned).containsKey(id(3));

    for (int start = 0; start < 20; start++) {
      three.disowned.clear();
      three.start(3, 50);
      assertThat(three.disowned).as("start %d", start).containsKey(id(3));
      assertThat(three.vouched).doesNotContain(id(3));
    }
  }

  /** One that elects alone would vouch for itself. */
  @Test
  void aSmallElectionQuorumIsNotEnough() {
    Notaries all = new Notaries(3, new QuorumSizes(1, 3));
    all.startAll(0);
    all.cutOff.add(id(3));

    all.start(3, 0);
    all.pass(NotaryTurn.PERIOD);

    assertThat(all.vouched).doesNotContain(id(3));
  }

  /** All were down since, so that they have but what they noted. */
  @Test
  void whatWasSeenOutlivesARestartOfAll() {
    three.startAll(0);
    three.written(3, 40);
    three.pass(NotaryTurn.NOTING + NotaryTurn.PERIOD);
    three.stop(1);
    three.stop(2);
    three.stop(3);

    three.start(1, 0);
    three.start(2, 0);
    three.start(3, 39);
    three.pass(NotaryTurn.PERIOD);

    assertThat(three.vouched).containsExactly(id(1), id(2));
    assertThat(three.disowned).containsOnlyKeys(id(3));
  }

  /** Each of two nodes on copies of one disk is known to another member, until all are met. */
  @Test
  void oneDiskAtTwoPlacesIsDisownedAtBoth() {
    three.startAll(9);
    Trace clone = three.at(3).own().starting(-1);
    three.cutOff.add(id(2));
    three.start(3, 9);
    assertThat(three.vouched).contains(id(3));

    three.hear(2, 3, new Present(clone));
    assertThat(three.doubts).isEmpty();
    three.hear(1, 3, new Present(clone));
    assertThat(three.doubts).singleElement().asString().contains("a copy of its directory");
    assertThat(three.disowned).as("this answer is for the other node").isEmpty();

    three.cutOff.clear();
    three.pass(NotaryTurn.PERIOD);
    assertThat(three.disowned).containsOnlyKeys(id(3));
  }

  @Test
  void aDelayedMessageOfTheSameStartIsNoDoubt() {
    three.startAll(0);
    Trace early = three.at(3).own();
    three.written(3, 40);
    three.pass(NotaryTurn.PERIOD);

    three.hear(1, 3, new Present(early));

    assertThat(three.doubts).isEmpty();
    assertThat(three.at(1).seen().get(id(3))).extracting(Sighting::events).isEqualTo(40L);
  }

  /** Answers to an earlier start, or to a copy, concern nobody here. */
  @Test
  void answersToAnotherStartAreNotHeard() {
    three.cutOff.add(id(3));
    three.start(1, 0);
    three.start(3, 0);

    three.hear(3, 1, new Vouched(-9));
    three.hear(3, 1, new Doubted(-9, "because"));

    assertThat(three.vouched).isEmpty();
    assertThat(three.disowned).isEmpty();
  }

  @Test
  void aDoubtReachesItOnceItIsConnected() {
    startWithFortyEventsOfN3();
    three.cutOff.add(id(3));
    three.start(3, 3);
    three.pass(NotaryTurn.PERIOD);
    assertThat(three.disowned).isEmpty();

    three.cutOff.clear();
    three.pass(NotaryTurn.PERIOD);

    assertThat(three.vouched).doesNotContain(id(3));
    assertThat(three.disowned).containsOnlyKeys(id(3));
  }

  /** A start is noted before it is vouched for, or a restart could vouch for two. */
  @Test
  void aStartIsNotedBeforeItIsAnswered() {
    three.start(1, 0);
    Trace trace = Trace.NONE.starting(5).finding(3);

    Decision first = new NotaryTurn(three.at(1), 0).onPresent(id(2), new Present(trace));
    Decision again = new NotaryTurn(first.state(), 0).onPresent(id(2), new Present(trace));

    assertThat(first.remember().map(Noted::seen))
        .contains(List.of(new Sighting(id(2), Notaries.disk(2), 1, 5, 3)));
    assertThat(again.remember()).isEmpty();
    assertThat(again.say()).isEqualTo(first.say()).hasSize(1);
  }
}
