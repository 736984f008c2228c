package dev.synod.testkit.real;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.api.StateMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcollections.TreePMap;

/**
 * What a group keeps on its disks when a small state is written over and over: three real members
 * in this JVM, {@code -Dsynod.bench.commands} commands of 1 KiB to 64 keys, with the settings that
 * users have.
 */
@Tag("bench")
class DiskUseBench {
  private static final int COMMANDS = Integer.getInteger("synod.bench.commands", 1_000_000);
  private static final int KEYS = 64;
  private static final int BYTES = 1 << 10;
  private static final int OPEN = 512;

  private final BenchSheet sheet = new BenchSheet("disk-use.txt");
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();

  /** Texts by key. */
  static final class Texts extends StateMachine<TreePMap<String, String>> {
    /** Replies with the length of what the key held. */
    record Put(String key, String text) implements Command<Integer> {}

    @Override
    public TreePMap<String, String> emptyState() {
      return TreePMap.empty();
    }

    @Override
    public CommandHandler<TreePMap<String, String>> commandHandler() {
      return newCommandHandlerBuilder()
          .onCommand(
              Put.class,
              (context, texts, put) ->
                  Applied.of(
                      texts.plus(put.key(), put.text()),
                      texts.getOrDefault(put.key(), "").length()))
          .build();
    }

    @Override
    public QueryHandler<TreePMap<String, String>> queryHandler() {
      return newQueryHandlerBuilder().build();
    }

    @Override
    public Object snapshotOf(TreePMap<String, String> texts) {
      return texts.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + entry.getValue())
          .collect(Collectors.joining("\n"));
    }

    @Override
    public TreePMap<String, String> stateOf(Object snapshot) {
      TreePMap<String, String> texts = TreePMap.empty();
      for (String line : ((String) snapshot).lines().toList()) {
        int end = line.indexOf('=');
        texts = texts.plus(line.substring(0, end), line.substring(end + 1));
      }
      return texts;
    }
  }

  @Test
  void staysBoundedByTheStateAndNotByWhatWasWritten(@TempDir Path home)
      throws IOException, InterruptedException {
    Config config =
        ConfigFactory.parseString(
                """
                pekko.cluster.downing-provider-class = ""
                pekko.actor.serialization-bindings {
                  "dev.synod.testkit.real.DiskUseBench$Texts$Put" = jackson-cbor
                }
                """)
            .withFallback(ConfigFactory.load());
    try (RealCluster<?> cluster =
        RealCluster.of(Texts::new).config(config).directory(home).start()) {
      long most = 0;
      sheet.tell(
          "%d commands of %d bytes, %d keys; load average %.1f",
          COMMANDS, BYTES, KEYS, BenchSheet.load());
      long begin = System.nanoTime();
      for (int tenth = 1; tenth <= 10; tenth++) {
        write(cluster, COMMANDS / 10);
        most = Math.max(most, BenchSheet.size(home.resolve("n1")));
        sheet.tell("after %7d: %s", tenth * (COMMANDS / 10), sizes(cluster, home));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      sheet.tell(
          "%d done, %d not, in %.0f s: %.0f/s; load average %.1f",
          done.get(), others.get(), seconds, done.get() / seconds, BenchSheet.load());
      sheet.tell(
          "live state %.2f MiB; written %.0f MiB; most on the disk of n1 %.1f MiB; snapshot of slot"
              + " %d of %d",
          BenchSheet.mib((long) KEYS * BYTES),
          BenchSheet.mib((long) COMMANDS * BYTES),
          BenchSheet.mib(most),
          cluster.status("n1").snapshotThrough(),
          cluster.status("n1").appliedThrough());
    } finally {
      sheet.keep();
    }
  }

  private void write(RealCluster<?> cluster, int count) throws InterruptedException {
    Semaphore open = new Semaphore(OPEN);
    String padding = "0123456789abcdef".repeat(BYTES / 16);
    ConsensusGroup group = cluster.group("n1");
    for (int i = 0; i < count; i++) {
      open.acquire();
      var unused =
          group
              .submit(new Texts.Put("key-" + i % KEYS, padding))
              .whenComplete(
                  (outcome, failure) -> {
                    (outcome instanceof Outcome.Committed ? done : others).incrementAndGet();
                    open.release();
                  });
    }
    if (!open.tryAcquire(OPEN, 1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(OPEN - open.availablePermits() + " commands have no end");
    }
  }

  private static String sizes(RealCluster<?> cluster, Path home) {
    return cluster.ids().stream()
        .map(id -> Map.entry(id, BenchSheet.mib(BenchSheet.size(home.resolve(id)))))
        .map(entry -> "%s %.1f MiB".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
