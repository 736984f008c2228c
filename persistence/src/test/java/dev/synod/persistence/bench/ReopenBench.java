package dev.synod.persistence.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.persistence.store.Store;
import dev.synod.persistence.store.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a store of ten million events takes to open, and to read. */
@Tag("bench")
class ReopenBench {
  private static final int IDS = 10;
  private static final int EVENTS = 1_000_000;
  private static final int AT_ONCE = 1_000;
  private static final Path REPORT = Path.of("target", "bench", "reopen.txt");

  private final List<String> lines = new ArrayList<>();

  @Test
  void tenMillionEvents(@TempDir Path dir) throws IOException {
    StoreOptions options = StoreOptions.at(dir.resolve("n1"));
    try (Store store = Store.open(options)) {
      time("written, %d ids, %d events each".formatted(IDS, EVENTS), () -> write(store));
    }
    for (int time = 0; time < 3; time++) {
      open("opened after a close", options).close();
    }
    delete(dir.resolve("n1").resolve("index"));
    try (Store store = open("opened without an index", options)) {
      time("all events of one id read", () -> read(store));
    }
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
    lines.forEach(System.out::println);
  }

  private static void write(Store store) {
    ByteBuffer event = ByteBuffer.wrap(new Load(1, 128, 1, 1).event());
    List<ByteBuffer> events = Collections.nCopies(AT_ONCE, event);
    for (long first = 1; first <= EVENTS; first += AT_ONCE) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int id = 0; id < IDS; id++) {
        all.add(store.append("id-" + id, first, events));
      }
      all.forEach(CompletableFuture::join);
    }
  }

  private static void read(Store store) {
    AtomicLong count = new AtomicLong();
    store
        .replay("id-3", 1, Long.MAX_VALUE, Long.MAX_VALUE)
        .join()
        .forEach((sequence, bytes) -> count.incrementAndGet());
    assertThat(count).hasValue(EVENTS);
  }

  private Store open(String what, StoreOptions options) {
    List<Store> opened = new ArrayList<>();
    time(what, () -> opened.add(Store.open(options)));
    return opened.get(0);
  }

  private void time(String what, Runnable task) {
    Clocks clocks = new Clocks();
    task.run();
    lines.add(
        "%-45s %8.2f s, %6.2f s of processor time"
            .formatted(what, clocks.seconds(), clocks.cpuSeconds()));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
