package dev.synod.testkit.real;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.GroupSettings;
import dev.synod.api.Register;
import dev.synod.api.RegisterException;
import dev.synod.api.RegisterException.Reason;
import dev.synod.testkit.Bank;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Registers on real actor systems, with real journals. */
class RegisterTest {
  private static final int EACH = 40;

  private static RealCluster<?> nodes() {
    return nodes("60 s");
  }

  private static RealCluster<?> nodes(String timeout) {
    return RealCluster.of(Bank::new)
        .config(
            ConfigFactory.parseMap(Map.of("synod.client.timeout", timeout))
                .withFallback(ConfigFactory.load()))
        .build();
  }

  private static Register<Long> register(RealCluster<?> nodes, String id) {
    return Synod.get(nodes.system(id))
        .register(GroupSettings.parse("visits", id, nodes.members()), Long.class);
  }

  /** Those of n1, n2 and n3. */
  private static List<Register<Long>> registers(RealCluster<?> nodes) {
    return nodes.ids().stream().map(id -> register(nodes, id)).toList();
  }

  private static CompletionStage<Optional<Long>> increment(Register<Long> register) {
    return register.change(count -> Optional.of(count.orElse(0L) + 1));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(120, SECONDS);
  }

  /** Proposers in a duel take turns, and no change is lost or done twice. */
  @Test
  void allNodesCountTogether() throws Exception {
    try (RealCluster<?> nodes = nodes()) {
      List<Register<Long>> registers = registers(nodes);
      assertThat(get(registers.get(0).read())).isEmpty();
      List<CompletionStage<Optional<Long>>> counts = new ArrayList<>();
      for (int i = 0; i < EACH; i++) {
        registers.forEach(register -> counts.add(increment(register)));
      }

      List<Long> seen = new ArrayList<>();
      for (CompletionStage<Optional<Long>> count : counts) {
        seen.add(get(count).orElseThrow());
      }

      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, 3 * EACH).boxed().toList());
      for (Register<Long> register : registers) {
        assertThat(get(register.read())).contains(3L * EACH);
      }
    }
  }

  /** Rules A3, B2: what was promised, voted for and used as a ballot is there again. */
  @Test
  void itIsThereAgainAfterAllNodesHaveStopped() throws Exception {
    try (RealCluster<?> nodes = nodes()) {
      List<Register<Long>> registers = registers(nodes);
      for (int i = 0; i < 100; i++) {
        get(increment(registers.get(i % 3)));
      }
      for (int start = 1; start <= 2; start++) {
        nodes.stopAll();
        registers = registers(nodes);

        assertThat(get(registers.get(1).read())).contains(99L + start);
        assertThat(get(increment(registers.get(0)))).contains(100L + start);
      }
    }
  }

  @Test
  void aMajorityIsEnoughAndLessIsNot() throws Exception {
    try (RealCluster<?> nodes = nodes("3 s")) {
      List<Register<Long>> registers = registers(nodes);
      get(increment(registers.get(0)));
      nodes.stop("n3");
      assertThat(get(increment(registers.get(0)))).contains(2L);
      nodes.stop("n2");

      CompletionStage<Optional<Long>> alone = increment(registers.get(0));

      assertReason(alone, Reason.UNAVAILABLE);
      Register<Long> back = register(nodes, "n2");
      assertThat(get(back.read())).contains(2L);
    }
  }

  @Test
  void whatAFunctionCannotDoChangesNothing() throws Exception {
    try (RealCluster<?> nodes = nodes("3 s")) {
      Register<String> register =
          Synod.get(nodes.system("n1"))
              .register(GroupSettings.parse("text", "n1", "n1@127.0.0.1:1"), String.class);
      assertThat(get(register.change(none -> Optional.of("a")))).contains("a");

      assertReason(
          register.change(
              value -> {
                throw new IllegalStateException("no " + value);
              }),
          Reason.FAILED);
      assertReason(register.change(value -> Optional.of("x".repeat(1 << 20))), Reason.TOO_LARGE);
      assertThat(get(register.read())).contains("a");
      assertThat(get(register.change(value -> Optional.empty()))).isEmpty();
      assertThat(get(register.read())).isEmpty();
    }
  }

  /** Members that count other quorums could choose two values: they do not hear each other. */
  @Test
  void membersOfAnotherLineupAreNotHeard() throws Exception {
    try (RealCluster<?> nodes = nodes("3 s")) {
      Register<Long> three = register(nodes, "n1");
      Register<Long> other =
          Synod.get(nodes.system("n2"))
              .register(GroupSettings.parse("visits", "n2", nodes.members()), Long.class, 2, 3);

      assertReason(increment(other), Reason.UNAVAILABLE);
      assertReason(three.read(), Reason.UNAVAILABLE);
      assertThatThrownBy(
              () ->
                  Synod.get(nodes.system("n3"))
                      .register(
                          GroupSettings.parse("visits", "n3", nodes.members()), Long.class, 1, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("quorums of 1 and of 2 of 3 members may share nobody");
      assertThatThrownBy(() -> register(nodes, "n1")).isInstanceOf(IllegalStateException.class);
    }
  }

  /** What is on one disk only is not kept (rule F3). */
  @Test
  void oneMemberAloneCannotAcceptForMany() {
    try (RealCluster<?> nodes = nodes()) {
      assertThatThrownBy(
              () ->
                  Synod.get(nodes.system("n1"))
                      .register(
                          GroupSettings.parse("visits", "n1", nodes.members()), Long.class, 3, 1))
          .hasMessageContaining("1 can't accept; must be 1 to 3, 2 to 3");
    }
  }

  @Test
  void aValueThatHasNoSerializerIsRefusedAndTheRegisterGoesOn() throws Exception {
    try (RealCluster<?> nodes = nodes()) {
      Register<Object> register =
          Synod.get(nodes.system("n1"))
              .register(GroupSettings.parse("any", "n1", "n1@127.0.0.1:1"), Object.class);

      assertReason(register.change(none -> Optional.of(new Object())), Reason.FAILED);
      assertThat(get(register.change(none -> Optional.of("a")))).contains("a");
    }
  }

  private static void assertReason(CompletionStage<?> stage, Reason reason) {
    assertThatThrownBy(() -> get(stage))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            RegisterException.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }
}
