package dev.synod.persistence.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.synod.persistence.plugin.OpenStore;
import dev.synod.persistence.store.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A journal plugin under {@link Scribe}s. */
final class Plugin implements AutoCloseable {
  private static final String OWN = "synod.persistence.leveldb.journal";
  private static final String BUNDLED = "pekko.persistence.journal.leveldb";

  private final String journal;
  private final ActorTestKit kit;
  private int round;

  private Plugin(String journal, Config settings) {
    this.journal = journal;
    this.kit = ActorTestKit.create("bench", settings.withFallback(ConfigFactory.load()));
  }

  /** This module's. */
  static Plugin own(Path dir) {
    return new Plugin(OWN, setting("synod.persistence.leveldb.dir", dir.resolve("own")));
  }

  /** The one that comes with Pekko, as safe as its settings make it. */
  static Plugin bundled(Path dir) {
    return new Plugin(
        BUNDLED,
        ConfigFactory.parseString("native = on, fsync = on")
            .atPath(BUNDLED)
            .withFallback(setting(BUNDLED + ".dir", dir.resolve("bundled"))));
  }

  private static Config setting(String key, Path value) {
    return ConfigFactory.parseString(key + " = " + ConfigUtil.quoteString(value.toString()));
  }

  /** Writes for {@link Load#TIME}; an event counts once it is synced. */
  Speed measure(Load load) throws Exception {
    round++;
    Figures before = figures();
    Clocks clocks = new Clocks();
    List<ActorRef<Scribe.Write>> scribes = new ArrayList<>();
    List<CompletableFuture<Histogram>> all = new ArrayList<>();
    for (int id = 0; id < load.ids(); id++) {
      ActorRef<Scribe.Write> scribe =
          kit.spawn(new Scribe("round-%d-id-%d".formatted(round, id), journal, load.event()));
      CompletableFuture<Histogram> done = new CompletableFuture<>();
      kit.spawn(Typist.create(scribe, load, done));
      scribes.add(scribe);
      all.add(done);
    }
    Histogram nanos = new Histogram(3);
    for (CompletableFuture<Histogram> each : all) {
      nanos.add(each.get(1, TimeUnit.MINUTES));
    }
    double cpu = clocks.cpuSeconds();
    scribes.forEach(kit::stop);
    Figures after = figures();
    Speed speed = Speed.of(load, nanos, Load.TIME.toNanos() / 1e9, cpu);
    return after == null || before == null
        ? speed
        : speed.sharing(
            (double) nanos.getTotalCount() / (after.written().syncs() - before.written().syncs()));
  }

  private @Nullable Figures figures() {
    return journal.equals(OWN) ? OpenStore.get(kit.system()).store().figures() : null;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
