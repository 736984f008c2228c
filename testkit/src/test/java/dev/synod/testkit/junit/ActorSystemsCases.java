package dev.synod.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Test classes as users have them, which {@link ActorSystemsTest} runs and looks at. */
final class ActorSystemsCases {
  /** The actor systems that the last class has had. */
  static final List<ActorSystem<?>> SEEN = new ArrayList<>();

  static final CountDownLatch RELEASE = new CountDownLatch(1);

  private ActorSystemsCases() {}

  /** Two tests with one kit. */
  static class Sharing {
    @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();

    @Test
    void first() {
      SEEN.add(ACTORS.system());
      TestProbe<String> probe = ACTORS.testKit().createTestProbe();
      probe.ref().tell("hello");
      probe.expectMessage("hello");
    }

    @Test
    void second() {
      SEEN.add(ACTORS.system());
    }
  }

  /** Two tests, each with its own. */
  static class Apart {
    @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perTest();

    Apart(ActorTestKit actors) {
      SEEN.add(actors.system());
    }

    @Test
    void first() {
      assertThat(SEEN.get(SEEN.size() - 1)).isSameAs(ACTORS.system());
    }

    @Test
    void second(ActorSystem<Void> system) {
      assertThat(SEEN.get(SEEN.size() - 1)).isSameAs(system);
    }
  }

  /** Without a field. */
  @ExtendWith(ActorSystems.class)
  static class Injected {
    @Test
    void first(ActorTestKit actors) {
      SEEN.add(actors.system());
    }
  }

  /** A test that fails. */
  static class Failing {
    @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();

    @Test
    void fails() {
      SEEN.add(ACTORS.system());
      throw new IllegalStateException("on purpose");
    }
  }

  /** No test comes as far as its method. */
  static class Unborn {
    @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();

    Unborn() {
      SEEN.add(ACTORS.system());
      throw new IllegalStateException("on purpose");
    }

    @Test
    void neverRuns() {}
  }

  /** Not even a constructor is called. */
  static class Unprepared {
    @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();

    @BeforeAll
    static void fails() {
      SEEN.add(ACTORS.system());
      throw new IllegalStateException("on purpose");
    }

    @Test
    void neverRuns() {}
  }

  /** An actor that does not stop. */
  static class Stuck {
    @RegisterExtension
    static final ActorSystems ACTORS = ActorSystems.perClass().patience(Duration.ofMillis(300));

    @Test
    void leavesAnActorThatBlocks() {
      SEEN.add(ACTORS.system());
      var unused = ACTORS.testKit().spawn(blocking(), "blocking");
    }

    private static Behavior<String> blocking() {
      return Behaviors.receive(String.class)
          .onSignal(
              PostStop.class,
              stopping -> {
                RELEASE.await();
                return Behaviors.same();
              })
          .build();
    }
  }

  /** A test of a node in a cluster. */
  static class Clustered {
    @RegisterExtension
    static final ActorSystems ACTORS =
        ActorSystems.perClass().config("pekko.actor.provider = cluster");

    @Test
    void listensOnTheLoopbackInterface() {
      SEEN.add(ACTORS.system());
      assertThat(ACTORS.system().address().host().get()).isEqualTo("127.0.0.1");
      assertThat((Integer) ACTORS.system().address().port().get()).isPositive();
    }
  }
}
