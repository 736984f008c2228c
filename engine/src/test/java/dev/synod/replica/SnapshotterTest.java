package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N1;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.StateMachine;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.Numbered;
import dev.synod.protocol.SessionId;
import dev.synod.replica.Sessions.Opener;
import dev.synod.replica.Sessions.Recorded;
import dev.synod.replica.Snapshotter.NotSaved;
import dev.synod.replica.Snapshotter.Save;
import dev.synod.replica.Snapshotter.Saved;
import dev.synod.shell.Seat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/** Rule G1: what is said to be saved is on the disk, and leads back to the state. */
class SnapshotterTest {
  private static final String STORE = PersistenceTestKitSnapshotPlugin.PluginId();
  private static final String ID = "g|n1|replica";

  private final ActorTestKit kit =
      ActorTestKit.create(
          "snapshotter",
          PersistenceTestKitSnapshotPlugin.config()
              .withFallback(
                  ConfigFactory.parseString(
                      """
                      pekko.loglevel = WARNING
                      undeletable.class = "dev.synod.replica.UndeletableSnapshots"
                      """))
              .withFallback(ConfigFactory.load()));
  private final SnapshotTestKit store = SnapshotTestKit.create(kit.system());
  private final TestProbe<Snapshotter.Reply> replica = kit.createTestProbe(Snapshotter.Reply.class);
  private final ActorRef<Snapshotter.Command> snapshotter = spawn(new Journal(), STORE);

  /** A machine that reads back something else than it has written. */
  private static final class Careless extends StateMachine<PVector<String>> {
    private final Journal journal = new Journal();
    private final UnaryOperator<PVector<String>> slip;

    Careless(UnaryOperator<PVector<String>> slip) {
      this.slip = slip;
    }

    @Override
    public PVector<String> emptyState() {
      return journal.emptyState();
    }

    @Override
    public CommandHandler<PVector<String>> commandHandler() {
      return journal.commandHandler();
    }

    @Override
    public QueryHandler<PVector<String>> queryHandler() {
      return journal.queryHandler();
    }

    @Override
    public Object snapshotOf(PVector<String> lines) {
      return journal.snapshotOf(lines);
    }

    @Override
    public PVector<String> stateOf(Object snapshot) {
      return slip.apply(journal.stateOf(snapshot));
    }
  }

  /** No serializer is bound to it. */
  record Unbound() {}

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void savesUnderTheSlotAndThenDeletesWhatIsOlder() {
    snapshotter.tell(save(state(10, "a")));
    expectSaved(10, 1);
    snapshotter.tell(save(state(20, "a", "b")));
    expectSaved(20, 3);
    // What it was told later it does later, so the deletion is asked for by then.
    snapshotter.tell(save(state(30, "a", "b", "c")));
    expectSaved(30, 5);

    assertThat(saved()).doesNotContain(10L).endsWith(30L);
    Snapshot newest = (Snapshot) store.persistedInStorage(ID).get(saved().size() - 1).second();
    assertThat(newest.appliedThrough()).isEqualTo(30);
    assertThat(newest.state().bytes().toStringUtf8()).isEqualTo("a\nb\nc");
  }

  /** The journal stays longer, and that is all. */
  @Test
  void tellsOfASaveThatFailsAndGoesOn() {
    store.failNextPersisted(new IllegalStateException("no room"));

    warned("no snapshot of slot 10 is saved", () -> snapshotter.tell(save(state(10, "a"))));
    replica.expectMessage(new NotSaved(10));

    snapshotter.tell(save(state(20, "a")));
    expectSaved(20, 1);
    assertThat(saved()).containsExactly(20L);
  }

  @Test
  void tellsOfAStateThatCouldNotBeFrozen() {
    warned(
        "java.lang.IllegalStateException: too hot",
        () ->
            snapshotter.tell(
                Snapshotter.Ended.failed(state(10), new IllegalStateException("too hot"))));

    replica.expectMessage(new NotSaved(10));
  }

  @Test
  void bearsADeletionThatFails() {
    ActorRef<Snapshotter.Command> other = spawn(new Journal(), "undeletable");

    warned("snapshots through 9 are not deleted", () -> other.tell(save(state(10, "a"))));
    expectSaved(10, 1);

    other.tell(save(state(20, "a")));
    expectSaved(20, 1);
  }

  /** The log behind it would be gone before anybody noticed. */
  @Test
  void savesNothingThatTheMachineDoesNotReadBack() {
    refused(lines -> lines.minus(0));
    refused(lines -> lines.plus("c"));
    refused(lines -> lines.with(1, "c"));
    refused(lines -> lines.minus(0).plus("a"));
    refused(lines -> TreePVector.empty());
  }

  private void refused(UnaryOperator<PVector<String>> slip) {
    ActorRef<Snapshotter.Command> careless = spawn(new Careless(slip), STORE);

    warned("it must be the inverse of snapshotOf", () -> careless.tell(save(state(10, "a", "b"))));

    replica.expectMessage(new NotSaved(10));
    assertThat(saved()).isEmpty();
  }

  /** S1: without the results it would not be the state. */
  @Test
  void savesNothingWithoutAReply() {
    Recorded unbound = new Recorded(new Done.Reply(new Unbound(), 3), 1);
    Sessions.Session session =
        new Sessions.Session(
            new Opener(N1, 1, false), 50, 0, Numbered.<Recorded>empty().plus(1, unbound));
    Sessions sessions =
        Sessions.kept(
            Sessions.Limits.of(CONFIGURATION.sessions()),
            2,
            TreePMap.<SessionId, Sessions.Session>empty().plus(new SessionId(1), session));

    warned(
        "can't write the reply to a command in slot 3, dev.synod.replica.SnapshotterTest$Unbound",
        () ->
            snapshotter.tell(
                save(new ReplicaState<>(10, 100, Given.CONFIGURATION, lines("a"), sessions))));

    replica.expectMessage(new NotSaved(10));
    assertThat(saved()).isEmpty();
  }

  private void warned(String text, Runnable when) {
    Object unused =
        LoggingTestKit.warn(text)
            .expect(
                kit.system(),
                () -> {
                  when.run();
                  return text;
                });
  }

  private ActorRef<Snapshotter.Command> spawn(StateMachine<?> machine, String plugin) {
    Seat nobody = new Seat(N1, ReplicaScene.SILENT, mail -> true, () -> 0, new Random(1));
    Replica.Setup setup =
        new Replica.Setup(
            GROUP,
            N1,
            CONFIGURATION.digest(),
            CONFIGURATION,
            Given.SETTINGS,
            nobody,
            new HeldBatches(),
            Optional.empty(),
            Given::nothing);
    return kit.spawn(Snapshotter.create(setup, machine, plugin, replica.getRef()));
  }

  private List<Long> saved() {
    return store.persistedInStorage(ID).stream().map(one -> one.first().sequenceNr()).toList();
  }

  private static Save save(ReplicaState<PVector<String>> state) {
    return new Save(state, new Journal().snapshotOf(state.state()));
  }

  private static ReplicaState<PVector<String>> state(long slot, String... lines) {
    return new ReplicaState<>(
        slot, 10 * slot, Given.CONFIGURATION, lines(lines), Given.nothing().sessions());
  }

  private static PVector<String> lines(String... lines) {
    return TreePVector.from(List.of(lines));
  }

  private void expectSaved(long slot, int size) {
    Saved saved = replica.expectMessageClass(Saved.class);
    assertThat(saved.state()).isEqualTo(new SnapshotSaved(slot, 10 * slot, CONFIGURATION, size));
    assertThat(saved.state().bytes()).isEqualTo(size);
    assertThat(saved.kept().slot()).isEqualTo(slot);
    assertThat(saved.kept().form()).startsWith("1:");
    assertThat(saved.kept().hash()).matches("[0-9a-f]{16}");
  }
}
