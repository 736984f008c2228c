package dev.synod.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.persistence.plugin.OpenStore;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A node on the plugins, whose disk takes one line and no more: the kernel refuses to write any
 * file behind its first byte. It says what it lives to see.
 */
final class FailingNode {
  private FailingNode() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Config config =
        ConfigFactory.parseString(
                """
                synod.persistence.leveldb { dir = "%s", on-failure = %s, min-free-bytes = 0 }
                pekko.actor.testkit.typed.single-expect-default = 60 s
                """
                    .formatted(arguments[0], arguments[1]))
            .withFallback(ConfigFactory.load());
    ActorTestKit kit = ActorTestKit.create("node", config);
    try {
      run(kit);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static void run(ActorTestKit kit) throws IOException, InterruptedException {
    TestProbe<List<String>> probe = kit.createTestProbe();
    ActorRef<Notebook.Line> notebook = kit.spawn(Notebook.create("notebook"));
    notebook.tell(new Notebook.Line("confirmed", probe.getRef()));
    System.out.println("told " + probe.receiveMessage());

    failAllWrites();
    notebook.tell(new Notebook.Line("not confirmed", probe.getRef()));
    probe.expectTerminated(notebook);
    ActorRef<Notebook.Line> another = kit.spawn(Notebook.create("another"));
    another.tell(new Notebook.Line("not confirmed either", probe.getRef()));
    probe.expectTerminated(another);
    probe.expectNoMessage();
    OpenStore store = OpenStore.get(kit.system());
    System.out.println("lives with " + store.failure().orElseThrow().getMessage());
  }

  private static void failAllWrites() throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    Process limit = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=1").start();
    if (limit.waitFor() != 0) {
      throw new IOException("prlimit ended with " + Objects.toString(limit.exitValue()));
    }
  }
}
