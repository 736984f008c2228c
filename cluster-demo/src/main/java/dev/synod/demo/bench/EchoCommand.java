package dev.synod.demo.bench;

import dev.synod.demo.input.Line;
import dev.synod.demo.input.Settings;
import dev.synod.demo.node.NodeConfig;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench echo}: gives back what it is sent, with the nodes' settings of Artery. */
@Command(name = "echo", hidden = true, description = "The echo of bench --baseline.")
final class EchoCommand implements Callable<Integer> {
  static final String NAME = "echo";
  private static final int FAILED = 1;

  @Mixin private @Nullable Settings settings;

  private static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder().matchAny(any -> getSender().tell(any, getSelf())).build();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      ActorSystem system =
          ActorSystem.create(
              NodeConfig.SYSTEM,
              Child.config("127.0.0.1", Map.of(), Objects.requireNonNull(settings)));
      system.actorOf(Props.create(Echo.class, Echo::new), NAME);
      Child.listen(line -> {});
      Child.say(Words.READY + " " + Cluster.get(system).selfAddress().getPort().orElseThrow());
      new CountDownLatch(1).await();
      return 0;
    } catch (RuntimeException e) {
      Child.say(Words.FAILED + " " + Line.of(e));
      return FAILED;
    }
  }
}
