package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.persistence.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir private Path temp;

  private List<String> unknownPlatform() {
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "-Dos.name=Plan9",
        "-Dos.arch=mips",
        "-Djava.io.tmpdir=" + temp);
  }

  @Test
  void aPlatformWithoutALibraryKeepsItsIndexWithTheJavaPort() throws Exception {
    try (Shelf shelf = Shelf.open(Disk.real(), Shelf.options(temp).with(IndexEngine.AUTO))) {
      for (int i = 1; i <= 40; i++) {
        shelf.append("a", i, "x".repeat(900));
      }
    }
    for (String line : List.of("seen 1 []\nstored 41\n", "seen 1 []\nstored 42\n")) {
      try (ChildJvm child =
          ChildJvm.start(Opener.class, unknownPlatform(), temp.toString(), "AUTO")) {
        assertThat(child.output()).contains(line);
      }
    }
    try (ChildJvm child =
        ChildJvm.start(Opener.class, unknownPlatform(), temp.toString(), "NATIVE")) {
      assertThat(child.output()).contains("seen 1 []\nREFUSED ").contains("native = on");
    }
  }

  @Test
  void aPlatformWithoutALibraryIsToldToTurnNativeOff() throws Exception {
    try (ChildJvm child = ChildJvm.start(NativeLoader.class, unknownPlatform())) {
      assertThat(child.line())
          .contains("synod.persistence.leveldb.native = on", "Plan9", "mips", "auto or off");
    }
  }
}
