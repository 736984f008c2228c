package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;

/** A simulated disk alone, which is switched on; time passes sync by sync, as the test says. */
final class Bench {
  static final String ID = "bench|n1|acceptor";
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final Schedule schedule;
  private final SimDisk disk;
  private final List<String> told = new ArrayList<>();

  /** What the disk has answered to one request, so far. */
  static final class Answer<T> {
    private Optional<T> done = Optional.empty();
    private Optional<Throwable> failed = Optional.empty();

    void done(T with) {
      requireOpen();
      done = Optional.of(with);
    }

    void failed(Throwable why) {
      requireOpen();
      failed = Optional.of(why);
    }

    private void requireOpen() {
      assertThat(isOpen()).as("answered once").isTrue();
    }

    boolean isOpen() {
      return done.isEmpty() && failed.isEmpty();
    }

    boolean isDone() {
      return done.isPresent();
    }

    boolean hasFailed() {
      return failed.isPresent();
    }
  }

  Bench(Schedule schedule, long seed, Serialization serialization) {
    this.schedule = schedule;
    this.disk = new SimDisk(schedule, new SplittableRandom(seed), serialization, watcher());
    disk.powerOn();
  }

  private SimDisk.Watcher watcher() {
    return new SimDisk.Watcher() {
      @Override
      public void durable(Object event) {
        told.add(event.toString());
      }

      @Override
      public void saved(String persistenceId, long sequenceNr) {
        told.add("saved " + sequenceNr);
      }

      @Override
      public void loaded(String persistenceId, long sequenceNr) {
        told.add("loaded " + sequenceNr);
      }

      @Override
      public void deleted(String persistenceId, long through) {
        told.add("deleted through " + through);
      }

      @Override
      public void lost(int events) {
        told.add("lost " + events);
      }

      @Override
      public void torn() {
        told.add("torn");
      }
    };
  }

  SimDisk disk() {
    return disk;
  }

  /** What the disk has told its watcher since this was asked last. */
  List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  long nanos() {
    return schedule.nanos();
  }

  Answer<Boolean> write(long... numbers) {
    return write(ID, numbers);
  }

  /** Of each such number an event, all with one sync. */
  Answer<Boolean> write(String id, long... numbers) {
    Answer<Boolean> answer = new Answer<>();
    List<PersistentRepr> events =
        LongStream.of(numbers).mapToObj(number -> event(id, number)).toList();
    disk.write(events, () -> answer.done(true), answer::failed);
    return answer;
  }

  private static PersistentRepr event(String id, long number) {
    return PersistentRepr.apply(
        "event " + number, number, id, "", false, ActorRef.noSender(), "writer");
  }

  Answer<Boolean> delete(long through) {
    Answer<Boolean> answer = new Answer<>();
    disk.deleteEvents(ID, through, () -> answer.done(true), answer::failed);
    return answer;
  }

  Answer<Boolean> save(long number, Object state) {
    Answer<Boolean> answer = new Answer<>();
    disk.saveSnapshot(ID, number, state, () -> answer.done(true), answer::failed);
    return answer;
  }

  Answer<Boolean> deleteSnapshots(LongPredicate numbers) {
    Answer<Boolean> answer = new Answer<>();
    disk.deleteSnapshots(ID, numbers, () -> answer.done(true), answer::failed);
    return answer;
  }

  Answer<Optional<PersistentRepr>> load(LongPredicate numbers) {
    Answer<Optional<PersistentRepr>> answer = new Answer<>();
    disk.loadSnapshot(ID, numbers, answer::done, answer::failed);
    return answer;
  }

  /** The state in the newest snapshot. */
  Optional<Object> loaded() {
    return awaited(load(number -> true)).map(PersistentRepr::payload);
  }

  Answer<List<Long>> replay(String id) {
    Answer<List<Long>> answer = new Answer<>();
    List<Long> numbers = new ArrayList<>();
    disk.replay(
        id, event -> numbers.add(event.sequenceNr()), () -> answer.done(numbers), answer::failed);
    return answer;
  }

  /** The numbers of all events. */
  List<Long> replayed() {
    return awaited(replay(ID));
  }

  long highest() {
    Answer<Long> answer = new Answer<>();
    disk.highest(ID, answer::done, answer::failed);
    return awaited(answer);
  }

  /** Lets time pass until the disk has answered, and requires that it has not failed. */
  <T> T awaited(Answer<T> answer) {
    await(answer);
    assertThat(answer.failed).isEmpty();
    return answer.done.orElseThrow();
  }

  /** Lets time pass until the disk has answered that it has failed. */
  void awaitFailure(Answer<?> answer) {
    await(answer);
    assertThat(answer.failed).isPresent();
  }

  private void await(Answer<?> answer) {
    while (answer.isOpen()) {
      assertThat(step()).as("something is under way").isTrue();
    }
  }

  /** So many of the syncs and reads that are under way come to their end, one after the other. */
  void steps(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(step()).as("step %d", i + 1).isTrue();
    }
  }

  /** The next sync or read comes to its end; false if there is none. */
  boolean step() {
    return schedule.fireNext(schedule.nanos() + DAY);
  }

  /** The power fails, and comes back. */
  void crash() {
    disk.powerOff();
    disk.powerOn();
  }

  /** The power fails while this is under way: it is not answered in the next life. */
  void crashDuring(Answer<?> answer) {
    boolean open = answer.isOpen();
    crash();
    boolean more = true;
    while (more) {
      more = step();
    }
    assertThat(answer.isOpen()).isEqualTo(open);
  }
}
