package dev.synod.demo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.demo.Main;
import dev.synod.demo.client.Api;
import dev.synod.demo.input.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk fails ends with status 1, and says so in its last line (rule D3). */
class NodeEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path temp;

  private final StringWriter err = new StringWriter();
  private final List<Integer> ports = Ports.free(2);
  private final URI http = URI.create("http://127.0.0.1:" + ports.get(1));

  @AfterEach
  void repair() {
    FailingJournal.fail(false);
  }

  @Test
  void aDiskThatFailsBeforeTheNodeIsReadyIsNoBadInput() throws Exception {
    FailingJournal.fail(true);

    assertThat(status(node())).isEqualTo(1);
    assertThat(err.toString().lines())
        .last()
        .asString()
        .startsWith("node: group demo: the founder of member n1 has stopped");
  }

  @Test
  void aDiskThatFailsLaterEndsTheNode() throws Exception {
    CompletableFuture<Integer> node = node();
    Api api = new Api(Duration.ofSeconds(20));
    await().atMost(PATIENCE).until(() -> node.isDone() || ready(api));
    assertThat(api.put(http, "/kv/a", "x").status()).isEqualTo(200);

    FailingJournal.fail(true);
    CompletableFuture<Void> write = CompletableFuture.runAsync(() -> put(api));

    assertThat(status(node)).isEqualTo(1);
    assertThat(err.toString().lines())
        .last()
        .asString()
        .startsWith("node: group demo: the acceptor of member n1 has stopped");
    write.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private CompletableFuture<Integer> node() {
    return CompletableFuture.supplyAsync(
        () ->
            Main.commandLine()
                .setErr(new PrintWriter(err))
                .execute(
                    "node",
                    "--id=n1",
                    "--port=" + ports.get(0),
                    "--http-port=" + ports.get(1),
                    "--data-dir=" + temp.resolve("n1"),
                    "--members=n1@127.0.0.1:" + ports.get(0),
                    "-Dsynod.acceptor.journal=pekko.test.failing-journal",
                    "-Dpekko.test.failing-journal.class=" + FailingJournal.class.getName()));
  }

  private boolean ready(Api api) {
    try {
      return api.get(http, "/health/ready").ok();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Never acknowledged; the connection may break with the node. */
  private void put(Api api) {
    try {
      assertThat(api.put(http, "/kv/a", "y").ok()).isFalse();
    } catch (IOException gone) {
      assertThat(gone).isNotNull();
    }
  }

  private static int status(CompletableFuture<Integer> node) throws Exception {
    return node.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
