package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.demo.bench.Cell.Closed;
import dev.synod.demo.bench.Cell.Load;
import dev.synod.demo.bench.Cell.Open;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final HeldGroup group = new HeldGroup();
  private final Requests requests =
      new Requests(group, new Task(Mode.PUT, 8, 1, 0, "linearizable", 10, 0, 0));
  private final FailOver failOver = new FailOver(requests, timer);
  private final Window window = new Window(System.nanoTime() - MINUTE, System.nanoTime() + MINUTE);

  @AfterEach
  void stop() {
    failOver.giveUp();
    timer.shutdownNow();
  }

  @Test
  void aClosedLoopKeepsAsManyOutstandingAsItWasTold() {
    Traffic traffic = traffic(new Closed(3));
    ClosedLoop loop = new ClosedLoop(traffic, timer, 3);

    loop.start();
    assertThat(group.held()).isEqualTo(3);
    for (int i = 0; i < 100; i++) {
      group.acknowledge();
      assertThat(group.held()).isEqualTo(3);
    }

    loop.stop();
    group.acknowledge();
    assertThat(group.held()).isEqualTo(2);
    assertThat(traffic.open()).isEqualTo(2);
  }

  @Test
  void aClosedLoopThatIsRefusedAsksAgain() {
    ClosedLoop loop = new ClosedLoop(traffic(new Closed(1)), timer, 1);
    loop.start();

    group.refuse();

    await().until(() -> group.held() == 1);
  }

  /** Nobody answers, and the sender begins a minute late; all of that is their users' wait. */
  @Test
  void anOpenLoopSendsWhateverWasNotAnsweredAndCountsFromTheIntendedStart() {
    Recording recording = new Recording(window, new Open(1));
    Traffic traffic = new Traffic(requests, recording, failOver);
    long end = System.nanoTime();
    OpenLoop loop = new OpenLoop(traffic, new Timetable(end - MINUTE / 2, 1), end);

    loop.start();
    await().until(() -> group.held() >= 30);
    assertThat(loop.unsent()).isZero();
    loop.stop();
    for (int i = 0; i < 30; i++) {
      group.acknowledge();
    }

    Figures figures = recording.figures();
    assertThat(figures.get(Figure.LONGEST).orElseThrow()).isGreaterThanOrEqualTo(30e6);
    assertThat(figures.get(Figure.P50).orElseThrow()).isGreaterThanOrEqualTo(14e6);
  }

  @Test
  void anOpenLoopThatIsStoppedTellsWhatItDidNotComeTo() {
    Traffic traffic = traffic(new Open(1));
    long now = System.nanoTime();
    OpenLoop loop = new OpenLoop(traffic, new Timetable(now, 10), now + MINUTE);

    assertThat(loop.unsent()).isEqualTo(600);
    loop.start();
    await().until(() -> group.held() > 0);
    loop.stop();
    assertThat(loop.unsent()).isBetween(1L, 599L);
  }

  @Test
  void anOpenLoopDoesNotFillTheMemory() {
    Traffic traffic = traffic(new Open(1));
    long now = System.nanoTime();
    OpenLoop loop = new OpenLoop(traffic, new Timetable(now - MINUTE, 1e5), now);

    loop.start();
    await().until(() -> group.held() == OpenLoop.MOST_OPEN);
    group.acknowledge();
    await().until(() -> group.held() == OpenLoop.MOST_OPEN);
    loop.stop();

    assertThat(loop.unsent()).isEqualTo(6_000_000 - OpenLoop.MOST_OPEN - 1);
  }

  @Test
  void aFailOverEndsWithAWriteThatWasSentAfterTheKill() throws IOException {
    Process victim = new ProcessBuilder("sleep", "600").start();
    long before = System.nanoTime();

    failOver.kill(victim.pid());

    await().until(() -> !victim.isAlive());
    failOver.acknowledged(before, System.nanoTime());
    assertThat(failOver.millis()).as("sent before").isEmpty();
    long sent = System.nanoTime();
    failOver.acknowledged(sent, sent + TimeUnit.SECONDS.toNanos(2));
    assertThat(failOver.millis()).isNotEmpty();
    assertThat(failOver.millis().getAsDouble()).isGreaterThanOrEqualTo(2000);
  }

  @Test
  void aFailOverSendsWritesOfItsOwn() throws IOException {
    Process victim = new ProcessBuilder("sleep", "600").start();

    failOver.kill(victim.pid());

    await().until(() -> group.held() > 1);
    group.acknowledge();
    assertThat(failOver.millis()).isNotEmpty();
  }

  private Traffic traffic(Load load) {
    return new Traffic(requests, new Recording(window, load), failOver);
  }
}
