package dev.synod.testkit.sim;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.api.StateMachine;
import dev.synod.membership.DiskName;
import dev.synod.metrics.MemberMeters;
import dev.synod.node.Casting;
import dev.synod.node.GroupMember;
import dev.synod.node.Habitat;
import dev.synod.node.Lifeline;
import dev.synod.node.MemberDoor;
import dev.synod.node.Part;
import dev.synod.notary.NotaryEvent;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Role;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.WakefulClock;
import dev.synod.testkit.law.Onlooker;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;

/** One member: its disk, its clock, and life after life its actors. */
final class SimMember<S> {
  private final World world;
  private final Story story;
  private final SimNetwork network;
  private final List<Onlooker> onlookers;
  private final Cast<S> cast;
  private GroupSettings place;
  private final MemberId id;
  private final SplittableRandom dice;
  private final SimDisk disk;
  private final SimClock clock;
  private Optional<Life> life = Optional.empty();
  private boolean emptyDisk = true;
  private Incarnation name;
  private boolean original = true;
  private boolean damaged;
  private int lives;

  /** What the actors of a member are made with. */
  record Cast<S>(
      StateMachine<S> machine,
      SynodSettings settings,
      Casting actors,
      Function<LongSupplier, BatchCodec> codecs) {}

  private record Life(ActorRef<?> actor, SimCourier courier, Lifeline lifeline, MemberDoor door) {}

  SimMember(
      World world,
      Story story,
      SimNetwork network,
      List<Onlooker> onlookers,
      Cast<S> cast,
      GroupSettings place,
      SplittableRandom dice) {
    this.world = world;
    this.story = story;
    this.network = network;
    this.onlookers = onlookers;
    this.cast = cast;
    this.place = place;
    this.id = new MemberId(place.member());
    this.dice = dice;
    this.disk =
        new SimDisk(
            world.schedule(),
            dice.split(),
            SerializationExtension.get(world.system()),
            new SimDisk.Watcher() {
              @Override
              public void durable(Object event) {
                onDurable(event);
              }

              @Override
              public void saved(String persistenceId, long sequenceNr) {
                story.tell(id.value(), "saved", persistenceId + " " + sequenceNr);
                onlookers.forEach(one -> one.saved(id, sequenceNr));
              }

              @Override
              public void loaded(String persistenceId, long sequenceNr) {
                story.tell(id.value(), "loaded", persistenceId + " " + sequenceNr);
                onlookers.forEach(one -> one.loaded(id, sequenceNr));
              }

              @Override
              public void deleted(String persistenceId, long through) {
                story.tell(id.value(), "deleted", persistenceId + " through " + through);
                if (persistenceId.endsWith(Role.ACCEPTOR.path())) {
                  onlookers.forEach(one -> one.deleted(id, through));
                }
              }

              @Override
              public void lost(int events) {
                onlookers.forEach(one -> one.lostTail(id, events));
              }

              @Override
              public void torn() {
                story.tell(id.value(), "disk", "drops a torn record");
                onlookers.forEach(one -> one.tornTail(id));
              }
            });
    this.clock = new SimClock(world.schedule(), dice.nextInt(1_000_000));
    this.name = named();
    Drives.ofThisThread().mount(place.name(), place.member(), disk);
  }

  private Incarnation named() {
    return new Incarnation(new UUID(dice.nextLong(), dice.nextLong()));
  }

  private void onDurable(Object event) {
    if (event instanceof Recorded recorded) {
      onlookers.forEach(one -> one.durable(id, recorded));
    }
    if (event instanceof NotaryEvent.Noted noted && noted.disowned().isPresent()) {
      onlookers.forEach(one -> one.disowned(id));
    }
    story.tell(id.value(), "durable", event);
  }

  MemberId id() {
    return id;
  }

  SimDisk disk() {
    return disk;
  }

  SimClock clock() {
    return clock;
  }

  boolean everRan() {
    return lives > 0;
  }

  boolean running() {
    return life.isPresent();
  }

  /** Why it has stopped by itself, if it has. */
  Optional<String> halted() {
    return life.map(Life::lifeline)
        .filter(lifeline -> lifeline.stopped().isDone())
        .map(lifeline -> lifeline.stopped().join());
  }

  /** Why it has stopped by itself although its disk is sound, if it has. */
  Optional<String> haltedUnexcused() {
    return disk.failed() ? Optional.empty() : halted();
  }

  /** True once it is founded and has known a leader in this life. */
  boolean ready() {
    return life.map(Life::lifeline)
        .filter(lifeline -> lifeline.ready().isDone())
        .filter(lifeline -> !lifeline.ready().isCompletedExceptionally())
        .isPresent();
  }

  /** Its door to the group, while it runs. */
  Optional<ConsensusGroup> door() {
    return life.map(Life::door);
  }

  /** The name that all paths of this life's actors begin with. */
  Optional<String> path() {
    return life.map(l -> l.actor().path().toStringWithoutAddress());
  }

  void start() {
    if (running()) {
      return;
    }
    lives++;
    onlookers.forEach(one -> one.started(id, emptyDisk));
    emptyDisk = false;
    disk.powerOn();
    SimCourier courier = new SimCourier(id, network, story, onlookers);
    Lifeline lifeline = Lifeline.begin();
    Habitat habitat =
        new Habitat(
            courier,
            clock::millis,
            () -> WakefulClock.of(clock::millis, () -> OptionalLong.of(clock.uptimeMillis())),
            DiskName.kept(() -> name),
            dice.nextLong(),
            cast.actors(),
            MemberMeters.NONE);
    BatchCodec codec = cast.codecs().apply(clock::millis);
    Part<S> part = new Part<>(place, cast.settings(), cast.machine(), codec, lifeline, habitat);
    ActorRef<GroupMember.Command> actor =
        world.spawn(GroupMember.create(part), place.member() + "." + lives);
    life = Optional.of(new Life(actor, courier, lifeline, new MemberDoor(place, lifeline)));
    story.fault(id.value(), "starts", "life " + lives);
  }

  /** Its next life is at another address, and so are the others in its list. */
  void readdress(int higher) {
    story.fault(id.value(), "moves", higher + " ports higher");
    place =
        new GroupSettings(
            place.name(),
            place.member(),
            place.members().stream()
                .map(at -> new GroupSettings.Peer(at.id(), at.host(), at.port() + higher))
                .toList());
  }

  /** First the network and the disk are gone, then the actors: none of them says a last word. */
  void crash() {
    life.ifPresent(
        last -> {
          story.fault(id.value(), "crashes", "life " + lives);
          last.courier().cut();
          network.leave(id);
          disk.powerOff();
          world.stop(last.actor());
          life = Optional.empty();
        });
  }

  /** An empty disk takes the place of the old one; for a member that is down. */
  void loseDisk() {
    story.fault(id.value(), "disk", "is lost");
    disk.lose();
    emptyDisk = true;
    name = named();
    original = false;
    damaged = false;
  }

  /** Keeps a copy of the disk, to be put in its place while the member is down. */
  Runnable copyDisk() {
    Runnable setBack = disk.copy();
    return () -> {
      story.fault(id.value(), "disk", "is set back");
      damaged = true;
      setBack.run();
      onlookers.forEach(one -> one.setBack(id));
    };
  }

  /** A bit of it flips. */
  void rot() {
    story.fault(id.value(), "disk", "rots");
    disk.rot();
    damaged = true;
  }

  /** What its present disk is, unless that is damaged. */
  Optional<SoundDisk> soundDisk() {
    return damaged ? Optional.empty() : Optional.of(new SoundDisk(name, original));
  }

  /**
   * A disk without damage.
   *
   * @param original the member has never had another
   */
  record SoundDisk(Incarnation name, boolean original) {}
}
