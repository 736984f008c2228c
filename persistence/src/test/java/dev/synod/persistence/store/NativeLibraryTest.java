package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.persistence.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir private Path temp;

  @Test
  void aPlatformWithoutALibraryIsToldToTurnNativeOff() throws Exception {
    List<String> unknown =
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dos.name=Plan9",
            "-Dos.arch=mips",
            "-Djava.io.tmpdir=" + temp);

    try (ChildJvm child = ChildJvm.start(NativeLoader.class, unknown)) {
      assertThat(child.line())
          .contains("synod.persistence.leveldb.native = on", "Plan9", "mips", "auto or off");
    }
  }
}
