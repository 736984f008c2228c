package dev.synod.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An actor that hears of time. */
class PulseTest {
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final ActorTestKit kit = ActorTestKit.create("pulse", ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Integer> probe = kit.createTestProbe();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger ticks = new AtomicInteger();
  private final ActorRef<Mail> actor = kit.spawn(Pulse.every(PERIOD, counting()));

  /** How many ticks it has read. */
  private record Count(ActorRef<Integer> replyTo) implements LocalRequest {}

  /** Takes until the gate is open. */
  private record Work(ActorRef<Integer> replyTo) implements LocalRequest {}

  private Behavior<Mail> counting() {
    return Behaviors.receive(Mail.class)
        .onMessageEquals(
            Mail.Tick.INSTANCE,
            () -> {
              ticks.incrementAndGet();
              return Behaviors.same();
            })
        .onMessage(
            Count.class,
            count -> {
              count.replyTo().tell(ticks.get());
              return Behaviors.same();
            })
        .onMessage(
            Work.class,
            work -> {
              work.replyTo().tell(ticks.get());
              gate.await();
              return Behaviors.same();
            })
        .build();
  }

  @AfterEach
  void stop() {
    gate.countDown();
    kit.shutdownTestKit();
  }

  private int count() {
    actor.tell(new Count(probe.getRef()));
    return probe.receiveMessage();
  }

  @Test
  void hearsOfTimeOnceInEveryPeriod() {
    assertThat(count()).isZero();
    for (int period = 1; period <= 10; period++) {
      time.timePasses(PERIOD);
      assertThat(count()).isEqualTo(period);
    }
  }

  /** Rule P4. */
  @Test
  void noMoreThanOneTickWaitsForAnActorThatIsBusy() {
    actor.tell(new Work(probe.getRef()));
    assertThat(probe.receiveMessage()).isZero();
    time.timePasses(PERIOD.multipliedBy(100));
    gate.countDown();

    assertThat(count()).isEqualTo(1);
    time.timePasses(PERIOD);
    assertThat(count()).isEqualTo(2);
  }
}
