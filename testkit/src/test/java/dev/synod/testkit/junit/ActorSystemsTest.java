package dev.synod.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** However a test class ends, its actor systems end, too. */
class ActorSystemsTest {
  private final List<String> failures = new ArrayList<>();

  @BeforeEach
  void forget() {
    ActorSystemsCases.SEEN.clear();
  }

  private List<ActorSystem<?>> run(Class<?> tests) {
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(thrown -> failures.add(thrown.toString()));
              }
            });
    return List.copyOf(ActorSystemsCases.SEEN);
  }

  @Test
  void theTestsOfAClassShareOne() {
    List<ActorSystem<?>> systems = run(ActorSystemsCases.Sharing.class);

    assertThat(failures).isEmpty();
    assertThat(systems).hasSize(2).allSatisfy(ActorSystemsTest::requireTerminated);
    assertThat(systems.get(0)).isSameAs(systems.get(1));
    assertThat(systems.get(0).name()).isEqualTo("Sharing");
  }

  @Test
  void eachTestHasItsOwnIfAsked() {
    List<ActorSystem<?>> systems = run(ActorSystemsCases.Apart.class);

    assertThat(failures).isEmpty();
    assertThat(systems).hasSize(2).allSatisfy(ActorSystemsTest::requireTerminated);
    assertThat(systems.get(0)).isNotSameAs(systems.get(1));
  }

  @Test
  void aTestMayHaveItAsAParameter() {
    List<ActorSystem<?>> systems = run(ActorSystemsCases.Injected.class);

    assertThat(failures).isEmpty();
    assertThat(systems).hasSize(1).allSatisfy(ActorSystemsTest::requireTerminated);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ActorSystemsCases.Failing.class,
        ActorSystemsCases.Unborn.class,
        ActorSystemsCases.Unprepared.class
      })
  void itEndsWhereTheTestsGoWrong(Class<?> tests) {
    List<ActorSystem<?>> systems = run(tests);

    assertThat(failures).containsExactly("java.lang.IllegalStateException: on purpose");
    assertThat(systems).hasSize(1).allSatisfy(ActorSystemsTest::requireTerminated);
  }

  @Test
  void anActorSystemThatDoesNotTerminateFailsTheClass() throws Exception {
    List<ActorSystem<?>> systems = run(ActorSystemsCases.Stuck.class);
    ActorSystemsCases.RELEASE.countDown();

    assertThat(failures)
        .singleElement()
        .asString()
        .contains("the actor system of Stuck has not terminated in PT0.3S", "blocking");
    systems.get(0).getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aClusterNodeNeedsNoNetwork() {
    List<ActorSystem<?>> systems = run(ActorSystemsCases.Clustered.class);

    assertThat(failures).isEmpty();
    assertThat(systems).hasSize(1).allSatisfy(ActorSystemsTest::requireTerminated);
  }

  @Test
  void outsideOfATestThereIsNone() {
    assertThatThrownBy(() -> ActorSystems.perClass().testKit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("@RegisterExtension");
  }

  private static void requireTerminated(ActorSystem<?> system) {
    assertThat(system.getWhenTerminated().toCompletableFuture()).isDone();
  }
}
