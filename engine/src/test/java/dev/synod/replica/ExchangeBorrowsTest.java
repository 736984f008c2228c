package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N2;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule G3: what is borrowed is verified and safe on the disk before anything comes of it. */
class ExchangeBorrowsTest extends ExchangeScene {

  @Test
  void bringsTheStateOverAndKeepsIt() {
    borrow(lending(50));

    expectInstalled(50);
    assertThat(saved()).containsExactly(50L);
    assertThat(store.persistedInStorage(ID).get(0).second()).isEqualTo(snapshot(50));
  }

  /** G3: a crash in between would leave a replica that is ahead of its disk. */
  @Test
  void savesBeforeItTellsTheReplica() {
    inMemory(10);
    HeldStore held = new HeldStore();
    var unused = store.withPolicy(held);

    borrow(lending(50));
    held.awaitSave();
    assertAnswers(10);
    expectNothingInstalled();

    held.release();
    expectInstalled(50);
  }

  @Test
  void tellsNothingIfSavingFailsAndBeginsAgainWhenAsked() {
    store.failNextPersisted(new IllegalStateException("no room"));
    warned(
        "the snapshot of slot 50 that was borrowed is not taken over", () -> borrow(lending(50)));
    assertThat(saved()).isEmpty();

    borrow(lending(60));

    expectInstalled(60);
    assertThat(saved()).containsExactly(60L);
  }

  /** A store that can't even be asked. */
  @Test
  void beginsAgainWhenAskedThoughThereIsNoSuchStore() {
    exchange = spawn("no.such.store");
    warned(
        "the snapshot of slot 50 that was borrowed is not taken over", () -> borrow(lending(50)));

    borrow(lending(50));

    expectNothingInstalled();
  }

  @Test
  void oneIsBorrowedAtATime() {
    inMemory(10);
    Lending lending = lending(50);
    exchange.tell(new Exchange.Borrow(List.of(N2), N2, 0));
    expectAsked(0, 0);
    exchange.tell(new Exchange.Borrow(List.of(N2), N2, 0));
    lent(part(lending, 0));
    expectAsked(50, 1024);
    exchange.tell(new Exchange.Borrow(List.of(N2), N2, 0));
    lent(part(lending, 1024));
    expectAsked(50, 2048);
    HeldStore held = new HeldStore();
    var unused = store.withPolicy(held);
    lent(part(lending, 2048));
    held.awaitSave();
    exchange.tell(new Exchange.Borrow(List.of(N2), N2, 0));
    assertAnswers(10);
    held.release();
    expectInstalled(50);

    borrow(lending(60));

    expectInstalled(60);
  }

  @Test
  void passesOverPartsThatNobodyWaitsFor() {
    lent(part(lending(50), 0));

    borrow(lending(60));

    expectInstalled(60);
  }

  @Test
  void asksAgainWhenNothingComes() {
    exchange.tell(new Exchange.Borrow(List.of(N2), N2, 0));
    expectAsked(0, 0);
    clock.addAndGet(Borrowing.PATIENCE);
    expectAsked(0, 0);
    lent(part(lending(50), 0));
    expectAsked(50, 1024);
    clock.addAndGet(Borrowing.PATIENCE);

    expectAsked(50, 1024);
  }

  @Test
  void refusesPartsThatDoNotMakeUpTheWhole() {
    Lending sound = lending(50);
    ByteString bytes = sound.whole().bytes();
    ByteString bad =
        bytes
            .substring(0, 2000)
            .concat(ByteString.copyFrom(new byte[] {(byte) (bytes.byteAt(2000) + 1)}))
            .concat(bytes.substring(2001));

    assertRefused(
        new Lending(50, sound.digest(), whole(sound, bad), 1024),
        "its parts do not make up digest " + sound.digest());
  }

  @Test
  void refusesTheSnapshotOfAnotherGroup() {
    assertRefused(
        lending(like(snapshot(10), new GroupName("other"), CONFIGURATION, hash(10))),
        "it is of group other, not of g");
  }

  @Test
  void refusesTheSnapshotOfAnotherConfiguration() {
    Configuration other =
        Configuration.majority(2, CONFIGURATION.sessions(), CONFIGURATION.members());

    assertRefused(
        lending(like(snapshot(10), GROUP, other, hash(10))),
        "it is of cluster " + other.digest() + ", not of cluster " + CONFIGURATION.digest());
  }

  /** G6. */
  @Test
  void refusesAStateThatIsNotTheOneThatWasTaken() {
    assertRefused(
        lending(like(snapshot(10), GROUP, CONFIGURATION, hash(20))),
        "but was " + hash(20) + " when it was taken");
  }

  @Test
  void refusesWhatIsNoSnapshot() {
    assertRefused(lending("something else"), "which is no Snapshot");
    Lending sound = lending(10);
    Payload garbage = whole(sound, ByteString.copyFromUtf8("garbage"));
    assertRefused(Lending.of(10, garbage, 1024), "is not taken over");
  }

  /** Nothing comes of it but a line in the log, and the next one may be better. */
  private void assertRefused(Lending lending, String why) {
    warned(why, () -> borrow(lending));
    assertThat(saved()).isEmpty();
    expectNothingInstalled();

    borrow(lending(50));
    expectInstalled(50);
    store.clearAll();
  }

  /** A snapshot that can be asked for without the disk, to see that all before it is done. */
  private void inMemory(long slot) {
    kept(slot);
    fetch(N2, 0, 0);
    expectPart(N2, lending(slot), 0);
  }

  private void assertAnswers(long slot) {
    fetch(N2, slot, 0);
    expectPart(N2, lending(slot), 0);
  }

  private String hash(long slot) {
    return snapshot(slot).stateHash();
  }

  private static SnapshotPart part(Lending lending, long offset) {
    return lending.part(new FetchSnapshot(lending.slot(), offset, 0));
  }

  private static Payload whole(Lending like, ByteString bytes) {
    return new Payload(like.whole().serializerId(), like.whole().manifest(), bytes);
  }

  private static Snapshot like(
      Snapshot other, GroupName group, Configuration configuration, String hash) {
    return new Snapshot(
        group,
        configuration.digest(),
        configuration,
        other.appliedThrough(),
        other.logTime(),
        other.state(),
        other.nextSession(),
        other.sessions(),
        hash);
  }

  private void expectInstalled(long slot) {
    Exchange.Installed installed = replica.expectMessageClass(Exchange.Installed.class);
    assertThat(installed.state()).isEqualTo(state(slot));
    assertThat(installed.bytes()).isPositive();
  }
}
