package dev.synod;

import com.typesafe.config.Config;
import dev.synod.api.CommitProtocol;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.api.Participant;
import dev.synod.api.Register;
import dev.synod.api.StateMachine;
import dev.synod.client.Client;
import dev.synod.client.ClientDoor;
import dev.synod.metrics.MemberMeters;
import dev.synod.node.Casting;
import dev.synod.node.GroupMember;
import dev.synod.node.Habitat;
import dev.synod.node.JournalDisk;
import dev.synod.node.Leave;
import dev.synod.node.Lifeline;
import dev.synod.node.MemberDoor;
import dev.synod.node.MonotonicClock;
import dev.synod.node.Part;
import dev.synod.node.Peers;
import dev.synod.node.Registers;
import dev.synod.node.SynodGuardian;
import dev.synod.node.Transactions;
import dev.synod.protocol.QuorumSizes;
import dev.synod.settings.SynodSettings;
import dev.synod.settings.UnsafeStorage;
import dev.synod.shell.WakefulClock;
import dev.synod.shell.Watch;
import dev.synod.wire.CommandCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;

/**
 * The entry point: makes a node of a Pekko cluster a member of consensus groups.
 *
 * <pre>{@code
 * GroupSettings place = GroupSettings.parse("bank", "n1", "n1@10.0.0.1:7355,n2@10.0.0.2:7355,n3@10.0.0.3:7355");
 * ConsensusGroup bank = Synod.get(system).start(place, new Bank());
 * CompletionStage<Outcome<Long>> outcome = bank.submit(new Deposit("alice", 5));
 * }</pre>
 *
 * <p>Roles start at once, not when the node is Up in the Pekko cluster, and nobody's being Up or
 * Down changes who votes (rule M7).
 */
public final class Synod implements Extension {
  private final ActorSystem<?> system;
  private final SynodSettings settings;
  private final ActorRef<SynodGuardian.Start> guardian;
  private final Map<String, Lifeline> groups = new ConcurrentHashMap<>();
  private final Map<String, ClientDoor> clients = new ConcurrentHashMap<>();
  private final Registers registers;
  private final Transactions transactions;
  private final AtomicInteger lastClient = new AtomicInteger();
  private volatile MeterRegistry registry = Metrics.globalRegistry;

  /** Finds the extension of an actor system. */
  public static final class Id extends ExtensionId<Synod> {
    private static final Id INSTANCE = new Id();

    @Override
    public Synod createExtension(ActorSystem<?> system) {
      return new Synod(system);
    }

    /** For {@code pekko.actor.typed.extensions}. */
    public static Id getInstance() {
      return INSTANCE;
    }
  }

  private Synod(ActorSystem<?> system) {
    this.system = system;
    Config config = system.settings().config();
    this.settings = SynodSettings.create(config);
    this.registers = new Registers(system, settings);
    this.transactions = new Transactions(system, settings);
    UnsafeStorage.warnings(config).forEach(line -> system.log().warn(line));
    this.guardian = system.systemActorOf(SynodGuardian.create(), SynodGuardian.NAME, Props.empty());
  }

  /**
   * The extension of this actor system; created when first asked for.
   *
   * @throws IllegalArgumentException naming the key, if a setting under {@code synod} is out of
   *     bounds
   */
  public static Synod get(ActorSystem<?> system) {
    return Id.INSTANCE.apply(system);
  }

  /**
   * Members that start from now on put their meters up in this registry, until they have stopped;
   * before it is called, in Micrometer's global one. {@link dev.synod.metrics.Measure} names them.
   *
   * @return this
   */
  public Synod measuredBy(MeterRegistry meters) {
    registry = meters;
    return this;
  }

  /**
   * Takes part in a group as one of its members. The group answers once it is founded: on the very
   * first start that needs all members once; until then its outcomes are {@code
   * Rejected(NOT_READY)}.
   *
   * @throws IllegalStateException if this actor system has started the group before
   */
  public <S> ConsensusGroup start(GroupSettings place, StateMachine<S> machine) {
    Lifeline lifeline = Lifeline.begin();
    if (groups.putIfAbsent(place.name(), lifeline) != null) {
      throw new IllegalStateException(
          "group '"
              + place.name()
              + "' was started before in this actor system; a name can be"
              + " started once");
    }
    MemberMeters meters = MemberMeters.of(registry, place.name(), place.member());
    var unused = lifeline.stopped().thenRun(meters::close);
    Part<S> part =
        new Part<>(place, settings, machine, new CommandCodec(), lifeline, habitat(place, meters));
    guardian.tell(new SynodGuardian.Start(place.name(), GroupMember.create(part)));
    ConsensusGroup door = new MemberDoor(place, lifeline);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "synod-hand-over-" + place.name(),
            () -> Leave.from(door, place.member(), system.log()));
    return door;
  }

  private Habitat habitat(GroupSettings place, MemberMeters meters) {
    return new Habitat(
        Peers.of(place, system),
        MonotonicClock.INSTANCE,
        () -> WakefulClock.of(MonotonicClock.INSTANCE),
        JournalDisk.of(system.classicSystem(), settings.acceptor().journal()),
        new SecureRandom().nextLong(),
        Casting.SOUND,
        meters);
  }

  /**
   * Takes part in a register as one of its members, all of which must be started with the same list
   * and for good: there is no founding, and no member can be replaced. It trusts its disks: one
   * that was wiped or set back must not take part again. A majority decides.
   *
   * @param type of its values, which Pekko Serialization must be able to write
   * @throws IllegalStateException if this actor system has started the register before
   */
  public <V> Register<V> register(GroupSettings place, Class<V> type) {
    QuorumSizes majority = QuorumSizes.majority(place.members().size());
    return register(place, type, majority.election(), majority.accept());
  }

  /**
   * As {@link #register(GroupSettings, Class)}, with other quorums than majorities.
   *
   * @param election how many members must promise before a value is proposed
   * @param accepting how many must vote for it, at least 2 of several; both together more than
   *     there are members
   */
  public <V> Register<V> register(GroupSettings place, Class<V> type, int election, int accepting) {
    return registers.start(place, type, election, accepting);
  }

  /**
   * Takes part in transactions by Paxos Commit, as one of the members that may be their
   * participants and that are their acceptors. As for a register, all must be started with the same
   * list and for good, and their disks are trusted.
   *
   * @param type of a participant's part of the work, which Pekko Serialization must be able to
   *     write
   * @param participant this node's resource manager
   * @throws IllegalStateException if this actor system has started these transactions before
   */
  public <W> CommitProtocol<W> transactions(
      GroupSettings place, Class<W> type, Participant<W> participant) {
    return transactions(place, CommitProtocol.Kind.PAXOS_COMMIT, type, participant);
  }

  /** As {@link #transactions(GroupSettings, Class, Participant)}, by any protocol, to compare. */
  public <W> CommitProtocol<W> transactions(
      GroupSettings place, CommitProtocol.Kind kind, Class<W> type, Participant<W> participant) {
    return transactions.start(place, kind, type, participant);
  }

  /**
   * The door to a group whose members run on other nodes of the Pekko cluster; they are found by
   * the Receptionist. Asked again for the same group it gives the same door, or a new one if the
   * client behind that has stopped.
   */
  public ConsensusGroup connect(String group) {
    return clients.computeIfAbsent(group, this::client);
  }

  /** Numbered, since the name of one that has just stopped may still be taken. */
  private ClientDoor client(String group) {
    String name = SynodGuardian.NAME + "-client-" + group + "-" + lastClient.incrementAndGet();
    ActorRef<Client.Command> client =
        system.systemActorOf(
            Client.create(group, settings, MonotonicClock.INSTANCE), name, Props.empty());
    ClientDoor door = new ClientDoor(group, client, system, settings.client().outstanding());
    Runnable stopped =
        () -> {
          clients.remove(group, door);
          door.close();
        };
    system.systemActorOf(Watch.over(client, stopped), name + "-watch", Props.empty());
    return door;
  }

  /**
   * Completes when this node's member of the group is founded, or was added to it, knows a leader
   * and serves; a disk without a part in the group waits for one. Fails with one line: an {@link
   * IllegalArgumentException} if the member can't take part as it was asked to (another member
   * list, another cluster), an {@link IllegalStateException} if it stopped before it was ready, as
   * its disk failed or its node ends.
   */
  public CompletionStage<Void> whenReady(String group) {
    return lifeline(group).ready().minimalCompletionStage();
  }

  /**
   * Why this node's disk has no part in the group now, in one line that says what to do: it waits
   * to be added or to replace another, it was removed, or the group looks for it at another
   * address. Empty if it has a part, or does not know yet.
   */
  public Optional<String> outside(String group) {
    return lifeline(group).whyOutside();
  }

  /**
   * Completes with one line when this node's member of the group has stopped for good: its journal
   * failed, a rule was broken, or the actor system ends.
   */
  public CompletionStage<String> whenStopped(String group) {
    return lifeline(group).stopped().minimalCompletionStage();
  }

  private Lifeline lifeline(String group) {
    return Optional.ofNullable(groups.get(group))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "group '"
                        + group
                        + "' was not started in "
                        + system.name()
                        + "; started: "
                        + groups.keySet()));
  }
}
