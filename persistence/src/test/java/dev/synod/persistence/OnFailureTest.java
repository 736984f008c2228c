package dev.synod.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synod.persistence.store.Inspection;
import dev.synod.persistence.store.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule D3, for a whole node: what becomes of it when its disk fails. */
class OnFailureTest {
  private static final String REASON =
      "can't be written (java.io.IOException: File too large): nothing is confirmed any more";

  @TempDir private Path temp;

  @BeforeEach
  void need() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/prlimit")),
        "needs prlimit (util-linux), with which a kernel refuses writes");
  }

  @Test
  void haltEndsTheJvmWithTheReason() throws Exception {
    try (ChildJvm node = node("halt")) {
      String output = node.output();

      assertThat(output)
          .contains("told [confirmed]", REASON, ".segment", "on-failure = halt: this JVM ends now")
          .doesNotContain("lives");
      assertThat(node.status()).isEqualTo(74);
    }
    requireOneEvent();
  }

  @Test
  void stopFailsAllThatComesLater() throws Exception {
    try (ChildJvm node = node("stop")) {
      String output = node.output();

      assertThat(output).contains("told [confirmed]").doesNotContain("ends now");
      assertThat(output).containsPattern("lives with \\S+\\.segment \\Q" + REASON);
      assertThat(node.status()).isZero();
    }
    requireOneEvent();
  }

  private ChildJvm node(String onFailure) throws Exception {
    return ChildJvm.start(
        FailingNode.class,
        List.of("--enable-native-access=ALL-UNNAMED"),
        temp.resolve("n1").toString(),
        onFailure);
  }

  private void requireOneEvent() {
    Report left = Inspection.report(temp.resolve("n1"));
    assertThat(left.sound()).isTrue();
    assertThat(left.ids()).hasSize(1);
    assertThat(left.ids().get(0).highest()).isEqualTo(1);
    assertThat(left.ids().get(0).events()).isEqualTo(1);
  }
}
