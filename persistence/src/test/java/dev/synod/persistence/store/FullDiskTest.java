package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.persistence.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk of 16 MiB that fills, a real one in memory: writes are refused in time, or the first that
 * fails is the last; the JVM lives, and all that was confirmed is there.
 */
class FullDiskTest {
  private static final String FULL =
      "FULL after \\d+: \\S+ has \\d+ bytes left, and a new segment of 1048576 needs min-free-bytes = %s beside it, at least 8388608; free some space\n";
  private static final String HAPPY_END = "room again\nall there\n";

  @TempDir private Path temp;
  private List<String> starter = List.of();

  @BeforeEach
  void mount() throws InterruptedException {
    starter = PrivateMount.starter("mount -t tmpfs -o size=16m tmpfs \"$0\"", temp);
  }

  private void fills(IndexEngine engine, String minFree, String special, String pattern)
      throws Exception {
    try (ChildJvm filler =
        ChildJvm.start(
            starter,
            Filler.class,
            List.of(
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED"),
            temp.toString(),
            engine.name(),
            minFree,
            special)) {
      assertThat(filler.output()).containsPattern(pattern);
      assertThat(filler.status()).isZero();
    }
  }

  @Test
  void aStoreIsNotEvenMadeWithTheUsualReserve() throws Exception {
    String usual = Long.toString(Limits.standard().freeBytes());

    fills(
        IndexEngine.AUTO,
        usual,
        "",
        "refused: \\S+ has \\d+ bytes left, and a new segment of 1048576 needs min-free-bytes = "
            + usual);
  }

  @Test
  void writesAreRefusedAtTheReserveAndADeletionMakesRoom() throws Exception {
    fills(IndexEngine.AUTO, "9437184", "", FULL.formatted("9437184") + HAPPY_END);
  }

  @Test
  void withoutAReserveThereIsOneForTheIndex() throws Exception {
    fills(IndexEngine.AUTO, "0", "", FULL.formatted("0") + HAPPY_END);
  }

  @Test
  void whatElseFillsTheDiskDoesNotKillTheJvm() throws Exception {
    fills(IndexEngine.AUTO, "0", "shared", FULL.formatted("0") + HAPPY_END);
  }

  /** The disk says that there is room until there is none: then also for the index at the start. */
  @Test
  void aWriteThatFindsNoSpaceIsTheLast() throws Exception {
    fills(IndexEngine.AUTO, "0", "blind", "No space left on device[\\s\\S]*all there\n");
  }

  @Test
  @Tag("nightly")
  void theSameHoldsForTheJavaPort() throws Exception {
    fills(IndexEngine.JAVA, "0", "", FULL.formatted("0") + HAPPY_END);
    fills(IndexEngine.JAVA, "0", "shared", FULL.formatted("0") + HAPPY_END);
    fills(IndexEngine.JAVA, "0", "blind", "No space left on device[\\s\\S]*all there\n");
  }
}
