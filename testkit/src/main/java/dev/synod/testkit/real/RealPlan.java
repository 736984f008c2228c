package dev.synod.testkit.real;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.StateMachine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a {@link RealCluster} is made of.
 *
 * @param <S> the state of the group's machine
 */
public final class RealPlan<S> {
  final Supplier<StateMachine<S>> machine;
  String group = "group";
  int members = 3;
  Config config =
      ConfigFactory.parseString("pekko.cluster.downing-provider-class = \"\"")
          .withFallback(ConfigFactory.load());
  Optional<Path> directory = Optional.empty();

  RealPlan(Supplier<StateMachine<S>> machine) {
    this.machine = machine;
  }

  /** The name of the group; "group" if nothing is said. */
  public RealPlan<S> group(String name) {
    group = name;
    return this;
  }

  /** So many members, from 1 to 9, named n1, n2 and so on; 3 if nothing is said. */
  public RealPlan<S> members(int count) {
    if (count < 1 || count > 9) {
      throw new IllegalArgumentException("members " + count + " must be from 1 to 9");
    }
    members = count;
    return this;
  }

  /**
   * The user's configuration, but for ports and paths; application.conf without its downing
   * provider if nothing is said, so that no node is downed while it is in a black hole.
   */
  public RealPlan<S> config(Config user) {
    config = user;
    return this;
  }

  /** Where the journals are kept; if nothing is said, in a directory that close() deletes. */
  public RealPlan<S> directory(Path path) {
    directory = Optional.of(path);
    return this;
  }

  /** A cluster of which no node runs yet. */
  public RealCluster<S> build() {
    return new RealCluster<>(this);
  }

  /** A cluster whose members all start now and are ready. */
  public RealCluster<S> start() {
    RealCluster<S> cluster = build();
    try {
      cluster.ids().forEach(cluster::start);
      cluster.awaitReady();
      return cluster;
    } catch (RuntimeException failed) {
      cluster.close();
      throw failed;
    }
  }
}
