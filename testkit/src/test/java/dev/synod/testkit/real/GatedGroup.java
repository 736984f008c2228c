package dev.synod.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.metrics.Measure;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Cancellable;

/** Three real members whose machines have gates, and what they measure. */
final class GatedGroup implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);

  /** As much that two commands never share a slot, where a slot holds 1 KiB. */
  private static final String FILLING = "x".repeat(600);

  final RealCluster<?> cluster;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Gated> machines = new ArrayList<>();

  GatedGroup(String settings) {
    cluster =
        RealCluster.of(this::machine)
            .config(
                ConfigFactory.parseString(
                        settings + "\npekko.cluster.downing-provider-class = \"\"")
                    .withFallback(ConfigFactory.load()))
            .build();
    try {
      for (String id : cluster.ids()) {
        Synod unused = Synod.get(cluster.system(id)).measuredBy(registry);
        cluster.start(id);
      }
      cluster.awaitReady();
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private Gated machine() {
    Gated machine = new Gated();
    machines.add(machine);
    return machine;
  }

  List<String> ids() {
    return cluster.ids();
  }

  /** The members were started in the order of their ids. */
  Gated machine(String id) {
    return machines.get(ids().indexOf(id));
  }

  List<Gated> machines() {
    return machines;
  }

  Gated.Note command(int number) {
    return new Gated.Note(number, FILLING);
  }

  List<CompletionStage<Outcome<Integer>>> note(String id, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(number -> cluster.group(id).submit(command(number)))
        .toList();
  }

  static void assertCommitted(List<CompletionStage<Outcome<Integer>>> outcomes) {
    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Outcome.Committed.class));
  }

  List<Integer> numbers(String id) {
    var read = cluster.group(id).read(new Gated.All(), ReadConsistency.LOCAL);
    assertThat(read).succeedsWithin(SOON);
    return read.toCompletableFuture().join().value();
  }

  /** Of the numbers from the first on, all members come to hold these, each once. */
  void assertHold(int first, List<Integer> expected) {
    cluster.awaitEqual();
    for (String id : ids()) {
      assertThat(numbers(id).stream().filter(number -> number >= first).sorted().toList())
          .isEqualTo(expected);
    }
  }

  static boolean isDone(CompletionStage<?> stage) {
    return stage.toCompletableFuture().isDone();
  }

  /** A gauge's value, a counter's or summary's count, all of one name added up. */
  double value(String id, Measure measure) {
    return registry.get(measure.title()).tag("member", id).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .filter(
            one -> one.getStatistic() == Statistic.VALUE || one.getStatistic() == Statistic.COUNT)
        .mapToDouble(Measurement::getValue)
        .sum();
  }

  double leaderChanges() {
    return ids().stream().mapToDouble(id -> value(id, Measure.LEADER_CHANGES)).sum();
  }

  void awaitBlocked(String id) {
    await().atMost(SOON).until(machine(id)::isWaiting);
  }

  void awaitChosen(String id, double slot) {
    await().atMost(SOON).until(() -> value(id, Measure.CHOSEN) >= slot);
  }

  /** As the electors' own timers tell time: so many times as long as a leader may be silent. */
  void awaitTimeouts(int count) {
    AtomicInteger passed = new AtomicInteger();
    var system = cluster.system("n1");
    Cancellable timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                passed::incrementAndGet,
                system.executionContext());
    await().atMost(SOON).until(() -> passed.get() >= count);
    assertThat(timer.cancel()).isTrue();
  }

  /** Nothing but time is left to wait for. */
  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    machines.forEach(Gated::passAll);
    cluster.close();
  }
}
