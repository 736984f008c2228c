package dev.synod.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule D1: a directory is one process's, or it is refused with one line. */
class DataDirectoryTest {
  @TempDir private Path temp;

  @Test
  void anAbsentDirectoryIsCreatedAndHeld() throws IOException {
    Path dir = temp.resolve("n1");

    try (DataDirectory opened = DataDirectory.open(dir)) {
      assertThat(opened.path()).isEqualTo(dir.toRealPath()).isDirectory();
      assertThat(opened).hasToString("data directory " + dir.toRealPath());
    }
  }

  @Test
  void itIsFreeAgainOnceClosedHoweverOften() {
    DataDirectory first = DataDirectory.open(temp);
    first.close();
    try (DataDirectory second = DataDirectory.open(temp)) {
      first.close();

      refuses(temp, "is held by this process");
      assertThat(second.path()).exists();
    }
  }

  @Test
  void aSecondOpenInTheSameProcessIsRefusedAlsoThroughALink() throws IOException {
    Path dir = temp.resolve("n1");
    Path link = Files.createSymbolicLink(temp.resolve("link"), dir);

    try (DataDirectory opened = DataDirectory.open(dir)) {
      refuses(dir, "is held by this process");
      refuses(link, "is held by this process", opened.path().toString());
    }
  }

  @Test
  void whatAnotherProcessHoldsIsRefusedUntilItEnds() throws Exception {
    try (ChildJvm child = ChildJvm.start(LockHolder.class, List.of(), temp.toString())) {
      assertThat(child.line()).isEqualTo("holds " + temp.toRealPath());

      refuses(temp, "is held by process " + child.pid());
      refuses(temp, "is held by process " + child.pid());
    }
    DataDirectory.open(temp).close();
  }

  @Test
  void aProcessThatIsKilledLeavesTheDirectoryFree() throws Exception {
    try (ChildJvm child = ChildJvm.start(LockHolder.class, List.of(), temp.toString())) {
      assertThat(child.line()).startsWith("holds");

      child.kill();

      DataDirectory.open(temp).close();
    }
  }

  @Test
  void whatThisProcessHoldsIsRefusedToAnother() throws Exception {
    try (DataDirectory opened = DataDirectory.open(temp)) {
      refuses(temp, "is held by this process");

      try (ChildJvm child = ChildJvm.start(LockHolder.class, List.of(), temp.toString())) {
        assertThat(child.line())
            .contains("DataDirectoryException")
            .contains(opened.path() + " is held by process " + ProcessHandle.current().pid());
      }
    }
  }

  @Test
  void aFileInItsPlaceIsRefused() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    refuses(file, "is a file");
  }

  @Test
  void aMissingParentIsRefused() {
    refuses(temp.resolve("missing/n1"), temp.resolve("missing") + " is no directory");
    assertThat(temp.resolve("missing")).doesNotExist();
  }

  @Test
  void aParentThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    refuses(file.resolve("n1"), file + " is no directory");
  }

  @Test
  void aDirectoryWithoutPermissionIsRefused() throws IOException {
    Path dir = Files.createDirectory(temp.resolve("n1"));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeTrue(!Files.isWritable(dir), "permissions bind no root");

    refuses(dir, "can't be read and written by user " + System.getProperty("user.name"));
  }

  /** The kernel's own file systems are closed to root too. */
  @Test
  void aReadOnlyDirectoryIsRefusedEvenToRoot() {
    Path dir = Path.of("/proc/self/fdinfo");
    assumeTrue(Files.isDirectory(dir), "needs Linux");

    assertThatThrownBy(() -> DataDirectory.open(dir))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageMatching("data directory /proc/\\S+ can't be read and written by user .*");
  }

  @Test
  void aDirectoryThatCanNotBeCreatedIsRefusedEvenToRoot() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs Linux");

    refuses(Path.of("/proc/n1"), "can't be created in /proc", "name another");
  }

  private static void refuses(Path dir, String... named) {
    assertThatThrownBy(() -> DataDirectory.open(dir))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContainingAll(named)
        .hasMessageMatching("data directory \\S+ [^\\n]*");
  }
}
