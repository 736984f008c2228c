package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;

import com.typesafe.config.ConfigFactory;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Payloads;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.SnapshotMeta;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** The exchange of n1 between a store, its replica and another member, which the test plays. */
abstract class ExchangeScene {
  static final String STORE = PersistenceTestKitSnapshotPlugin.PluginId();
  static final String ID = "g|n1|replica";

  final ActorTestKit kit =
      ActorTestKit.create(
          "exchange",
          PersistenceTestKitSnapshotPlugin.config()
              .withFallback(ConfigFactory.parseString("pekko.loglevel = WARNING"))
              .withFallback(ConfigFactory.load()));
  final SnapshotTestKit store = SnapshotTestKit.create(kit.system());
  final TestProbe<Sent> peers = kit.createTestProbe(Sent.class);
  final TestProbe<LocalRequest> replica = kit.createTestProbe(LocalRequest.class);
  final AtomicLong clock = new AtomicLong();
  ActorRef<Exchange.Command> exchange = spawn(STORE);

  private final Payloads payloads = new Payloads(kit.system());

  /** What went to another member. */
  record Sent(MemberId to, PaxosMessage message) {}

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  final ActorRef<Exchange.Command> spawn(String plugin) {
    return spawn(plugin, Given.SETTINGS);
  }

  final ActorRef<Exchange.Command> spawn(String plugin, SynodSettings settings) {
    return kit.spawn(Exchange.create(setup(settings), new Journal(), plugin, replica.getRef()));
  }

  /** The own disk has had this since before the start. */
  final void stored(long slot) {
    store.persistForRecovery(ID, List.of(Pair.create(SnapshotMeta.create(slot), snapshot(slot))));
  }

  /** The own disk has this by now. */
  final void kept(long slot) {
    stored(slot);
    exchange.tell(new Exchange.Kept(slot));
  }

  final Replica.Setup setup(SynodSettings settings) {
    return new Replica.Setup(
        GROUP,
        N1,
        CONFIGURATION.digest(),
        CONFIGURATION,
        settings,
        new Seat(N1, postbox(), mail -> true, clock::get, new Random(1)),
        new HeldBatches(),
        Optional.empty(),
        Given::nothing);
  }

  final Postbox postbox() {
    return new Postbox() {
      @Override
      public void send(MemberId to, PaxosMessage message) {
        peers.getRef().tell(new Sent(to, message));
      }

      @Override
      public void post(Notice notice) {
        throw new AssertionError("the replica tells the other roles, not " + notice);
      }
    };
  }

  final List<Long> saved() {
    return store.persistedInStorage(ID).stream().map(one -> one.first().sequenceNr()).toList();
  }

  final void fetch(MemberId asker, long slot, long offset) {
    fetch(asker, slot, offset, 0);
  }

  final void fetch(MemberId asker, long slot, long offset, long above) {
    exchange.tell(new Exchange.Lend(asker, new FetchSnapshot(slot, offset, above)));
  }

  final void expectPart(MemberId asker, Lending of, long offset) {
    peers.expectMessage(new Sent(asker, of.part(new FetchSnapshot(of.slot(), offset, 0))));
  }

  final void expectAsked(long slot, long offset) {
    peers.expectMessage(new Sent(N2, new FetchSnapshot(slot, offset, 0)));
  }

  final void lent(SnapshotPart part) {
    exchange.tell(new Exchange.Lent(N2, part));
  }

  /** Begins to borrow of n2, which answers all that it is asked. */
  final void borrow(Lending lending) {
    exchange.tell(new Exchange.Borrow(List.of(N2), N2, 0));
    expectAsked(0, 0);
    int size = lending.whole().bytes().size();
    for (int offset = 0; offset < size; offset += lending.partBytes()) {
      lent(lending.part(new FetchSnapshot(lending.slot(), offset, 0)));
      if (offset + lending.partBytes() < size) {
        expectAsked(lending.slot(), offset + lending.partBytes());
      }
    }
  }

  /** As a member lends it that has this snapshot. */
  final Lending lending(Object snapshot) {
    return Lending.of(10, payloads.write(snapshot), Given.SETTINGS.acceptor().pageBytes());
  }

  final Lending lending(long slot) {
    return Lending.of(slot, payloads.write(snapshot(slot)), Given.SETTINGS.acceptor().pageBytes());
  }

  final Snapshot snapshot(long slot) {
    ReplicaState<PVector<String>> state = state(slot);
    return Snapshot.of(
        GROUP,
        CONFIGURATION.digest(),
        state,
        new Journal().snapshotOf(state.state()),
        payloads::write);
  }

  /** It takes three parts. */
  static ReplicaState<PVector<String>> state(long slot) {
    return new ReplicaState<>(
        slot,
        10 * slot,
        Given.CONFIGURATION,
        TreePVector.singleton(("after " + slot + ", ").repeat(200)),
        Given.nothing().sessions());
  }

  final void warned(String text, Runnable when) {
    Object unused =
        LoggingTestKit.warn(text)
            .expect(
                kit.system(),
                () -> {
                  when.run();
                  return text;
                });
  }

  /** Of what was to come by now. */
  final void expectNothingInstalled() {
    replica.expectNoMessage(Duration.ZERO);
  }
}
