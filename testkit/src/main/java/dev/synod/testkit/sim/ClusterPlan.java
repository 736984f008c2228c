package dev.synod.testkit.sim;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.GroupSettings;
import dev.synod.api.StateMachine;
import dev.synod.node.Casting;
import dev.synod.protocol.BatchCodec;
import dev.synod.settings.SynodSettings;
import dev.synod.testkit.audit.Inspection;
import dev.synod.wire.CommandCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a simulated cluster is made of.
 *
 * @param <S> the state of the group's machine
 */
public final class ClusterPlan<S> {
  Function<String, StateMachine<S>> machines;
  int members = 3;
  int spares;
  boolean judged = true;
  long seed;
  private Config settings = ConfigFactory.empty();
  private final Map<String, Config> own = new TreeMap<>();
  Inspection<S> inspection = Inspection.full();
  Optional<Consumer<String>> listener = Optional.empty();
  Casting casting = Casting.SOUND;
  Function<LongSupplier, BatchCodec> codecs = clock -> new CommandCodec();

  ClusterPlan(Function<String, StateMachine<S>> machines) {
    this.machines = machines;
  }

  /** So many members, from 1 to 9, named n1, n2 and so on; 3 if nothing is said. */
  public ClusterPlan<S> members(int count) {
    if (count < 1 || count > 9) {
      throw new IllegalArgumentException("members " + count + " must be from 1 to 9");
    }
    members = count;
    return this;
  }

  /**
   * So many more, from 0 to 9, that found nothing and do not run: once started they wait to be
   * given a part.
   */
  public ClusterPlan<S> spares(int count) {
    if (count < 0 || count > 9) {
      throw new IllegalArgumentException("spares " + count + " must be from 0 to 9");
    }
    spares = count;
    return this;
  }

  /** The seed of all chance; 0 if nothing is said. */
  public ClusterPlan<S> seed(long number) {
    seed = number;
    return this;
  }

  /** Settings in place of those of reference.conf, with their full keys. */
  public ClusterPlan<S> settings(String hocon) {
    settings = ConfigFactory.parseString(hocon).withFallback(settings);
    return this;
  }

  /** Settings of this member, which come before those of all. */
  public ClusterPlan<S> settings(String member, String hocon) {
    own.merge(
        member, ConfigFactory.parseString(hocon), (before, next) -> next.withFallback(before));
    return this;
  }

  SynodSettings settingsOf(String member, Config reference) {
    Config all = settings.withFallback(reference);
    return SynodSettings.create(own.getOrDefault(member, ConfigFactory.empty()).withFallback(all));
  }

  /** A machine of its own for each member: for planting mistakes. */
  public ClusterPlan<S> machines(Function<String, StateMachine<S>> each) {
    machines = each;
    return this;
  }

  /** What is judged of the machine; all audits and no invariant if nothing is said. */
  public ClusterPlan<S> inspection(Inspection<S> of) {
    inspection = of;
    return this;
  }

  /**
   * Nothing is judged and nothing counted: laws remember a run from its beginning, which is too
   * much of a long one.
   */
  public ClusterPlan<S> unjudged() {
    judged = false;
    return this;
  }

  /** Is told all that happens, a line each. */
  public ClusterPlan<S> listener(Consumer<String> to) {
    listener = Optional.of(to);
    return this;
  }

  /** Other actors than the engine's own: for planting mistakes. */
  public ClusterPlan<S> casting(Casting actors) {
    casting = actors;
    return this;
  }

  /** Another codec for each life of a member, given its clock in ms: for planting mistakes. */
  public ClusterPlan<S> codecs(Function<LongSupplier, BatchCodec> makers) {
    codecs = makers;
    return this;
  }

  /** The ids of those that found the group. */
  List<String> founders() {
    return peers(members).stream().map(GroupSettings.Peer::id).toList();
  }

  /** Where each member is, the founders first; a spare's list has the spare on it as well. */
  List<GroupSettings> places(String group) {
    List<GroupSettings.Peer> founding = peers(members);
    return peers(members + spares).stream()
        .map(
            peer ->
                new GroupSettings(
                    group,
                    peer.id(),
                    Stream.concat(founding.stream(), Stream.of(peer)).distinct().toList()))
        .toList();
  }

  private static List<GroupSettings.Peer> peers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> new GroupSettings.Peer("n" + n, "127.0.0.1", 7000 + n))
        .toList();
  }

  /** A cluster of which no member runs yet. */
  public SimulatedCluster<S> build() {
    World world = World.ofThisThread();
    world.requireFree();
    try {
      return new SimulatedCluster<>(this);
    } catch (RuntimeException | Error unbuildable) {
      world.endRun();
      throw unbuildable;
    }
  }

  /** A cluster whose members all start now. */
  public SimulatedCluster<S> start() {
    SimulatedCluster<S> cluster = build();
    founders().forEach(cluster::start);
    return cluster;
  }
}
