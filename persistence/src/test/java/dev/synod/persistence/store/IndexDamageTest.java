package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** The index is a cache: whatever has become of it, all is read (rule D2). */
class IndexDamageTest {
  private static final int SAMPLE = 197;
  private static final int EVENTS = 60;

  @TempDir(factory = InMemory.class)
  private Path temp;

  private IndexEngine engine = IndexEngine.JAVA;

  @BeforeEach
  void places() throws IOException {
    Files.createDirectory(temp.resolve("n1"));
  }

  private StoreOptions options() {
    return Shelf.options(temp).with(engine);
  }

  /** Opened twice: LevelDB makes its tables when it is opened again. */
  private void fill(IndexEngine kept) {
    engine = kept;
    fill(1);
    fill(EVENTS + 1);
  }

  private void fill(int first) {
    try (Shelf shelf = Shelf.open(Disk.real(), options())) {
      for (int i = first; i < first + EVENTS; i++) {
        shelf.append("a", i, "x".repeat(700));
        shelf.append("b", i, "other");
      }
      shelf.save("b", first, 1, "state");
      shelf.delete("a", first + 5);
    }
  }

  private List<Map.Entry<Path, byte[]>> index(Victim victim) {
    List<Map.Entry<Path, byte[]>> files =
        victim.files().entrySet().stream()
            .filter(file -> file.getKey().startsWith(new Layout(temp.resolve("n1")).index()))
            .toList();
    assertThat(files.size()).isGreaterThanOrEqualTo(4);
    return files;
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  void aFlippedByteLosesNothingInSilence(IndexEngine kept) throws IOException {
    flip(kept, SAMPLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  @Tag("nightly")
  void noFlippedByteLosesAnythingInSilence(IndexEngine kept) throws IOException {
    flip(kept, 1);
  }

  private void flip(IndexEngine kept, int step) throws IOException {
    losesNothing(
        kept,
        step,
        (bytes, at) -> {
          bytes[at] ^= (byte) (1 << at % 8);
          return bytes;
        });
  }

  /** What a file has in place of its bytes, of which this is a copy, once it is damaged there. */
  private interface Harm {
    byte[] at(byte[] bytes, int position);
  }

  private void losesNothing(IndexEngine kept, int step, Harm harm) throws IOException {
    fill(kept);
    Victim victim = Victim.in(temp, options());
    for (Map.Entry<Path, byte[]> file : index(victim)) {
      for (int at = 0; at < used(file.getValue()); at += step) {
        String what = "%s at byte %d".formatted(file.getKey().getFileName(), at);
        byte[] harmed = harm.at(file.getValue().clone(), at);
        assertThat(victim.refusal(file.getKey(), harmed, what)).as(what).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  void aTruncatedFileLosesNothingInSilence(IndexEngine kept) throws IOException {
    truncate(kept, SAMPLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  @Tag("nightly")
  void aFileTruncatedAnywhereLosesNothingInSilence(IndexEngine kept) throws IOException {
    truncate(kept, 1);
  }

  private void truncate(IndexEngine kept, int step) throws IOException {
    losesNothing(kept, step, Arrays::copyOf);
  }

  /** Behind its last byte that is not zero a file of LevelDB has at most zeros of its mapping. */
  private static int used(byte[] bytes) {
    return bytes.length == 0 ? 0 : Math.min(bytes.length, DamageTest.used(bytes) + 16);
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  void anUnreadableIndexIsMadeAnewAndSaysSo(IndexEngine kept) throws IOException {
    fill(kept);
    Victim victim = Victim.in(temp, options());
    Random random = new Random(4);
    for (Map.Entry<Path, byte[]> file : index(victim)) {
      if (file.getKey().getFileName().toString().startsWith("LO")) {
        continue; // LOG is for people, LOCK is empty: nobody reads them.
      }
      byte[] garbage = new byte[Math.max(64, file.getValue().length)];
      random.nextBytes(garbage);
      Files.write(file.getKey(), garbage);
      String what = kept + " " + file.getKey().getFileName();

      Opened first = opening(what);
      // The Java port leaves out what it can't read of its log: an older index, brought up to date.
      if (kept == IndexEngine.NATIVE || !what.endsWith(".log")) {
        assertThat(first.anew).as(what).isTrue();
        assertThat(first.said)
            .as(what)
            .anyMatch(line -> line.matches("index \\S+ is made anew from the segments: .*"));
      }
      assertThat(opening(what)).as(what).isEqualTo(new Opened(false, List.of()));
    }
  }

  /** Whether the index was made anew, and the warnings. */
  private record Opened(boolean anew, List<String> said) {}

  /** Opens it and reads all. */
  private Opened opening(String what) throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.synod.persistence.store");
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    warnings.start();
    logger.addAppender(warnings);
    FaultyDisk disk = new FaultyDisk();
    Path full = new Layout(temp.resolve("n1")).segment(2);
    boolean anew;
    try (Shelf shelf = Shelf.open(disk, options())) {
      anew = disk.read.getOrDefault(full.getFileName().toString(), 0L) > Files.size(full);
      assertThat(shelf.read("a")).as(what).hasSize(2 * EVENTS - EVENTS - 6);
      assertThat(shelf.read("b")).as(what).hasSize(2 * EVENTS);
      assertThat(shelf.snapshots("b")).as(what).hasSize(2);
    } finally {
      logger.detachAppender(warnings);
    }
    return new Opened(
        anew, warnings.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }
}
