package dev.synod.testkit.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.dispatch.Mailbox;

/**
 * The one thread of a simulated world: which task runs next, and what time it is. A task takes no
 * virtual time; time moves to the next timer when no task is ready. Among ready tasks the dice
 * choose, so that every order which threads could take is as likely as any other.
 *
 * <p>A task that comes from another thread would make a run differ from the next with the same
 * seed, so it is refused, and the run fails.
 */
public final class Schedule {
  private final Thread owner = Thread.currentThread();
  private final List<Task> ready = new ArrayList<>();
  private final Map<Mailbox, String> names = new HashMap<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<Task> held = new ArrayList<>();
  private Predicate<String> paused = actor -> false;
  private SplittableRandom dice = new SplittableRandom(0);
  private long now;
  private long numbers;
  private int cancelled;
  private long steps;
  private volatile String trespasser = "";
  private boolean told;

  /**
   * A task and whose it is. Ready tasks are kept in the order of names: Pekko goes through some of
   * its sets in the order of random numbers.
   */
  private record Task(String actor, Runnable deed) {}

  /** What is done between two tasks, once so many were run. */
  private record Deed(long step, Runnable deed) {}

  /** Of timers that are due at the same moment, the one that was set first is the first. */
  private static final class Timer implements Cancellable, Comparable<Timer> {
    private final Schedule schedule;
    private final long at;
    private final long number;
    private final Runnable task;
    private boolean over;

    Timer(Schedule schedule, long at, long number, Runnable task) {
      this.schedule = schedule;
      this.at = at;
      this.number = number;
      this.task = task;
    }

    @Override
    public int compareTo(Timer other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }

    @Override
    public boolean cancel() {
      boolean first = !over;
      over = true;
      if (first) {
        schedule.forget();
      }
      return first;
    }

    @Override
    public boolean isCancelled() {
      return over;
    }
  }

  Schedule() {}

  /**
   * From here on the dice are those of this seed; until {@link #endRun} all timers are the run's.
   */
  void beginRun(long seed) {
    dice = new SplittableRandom(seed);
    steps = 0;
    numbers = 0;
    names.clear();
  }

  /**
   * Takes back what the run has left, and what Pekko has set for itself, so that each run starts
   * like the first one.
   */
  void endRun() {
    timers.clear();
    deeds.clear();
    cancelled = 0;
  }

  /** Cancelled timers stay until they are many. */
  private void forget() {
    cancelled++;
    if (cancelled > 256 && cancelled > timers.size() / 2) {
      timers.removeIf(Timer::isCancelled);
      cancelled = 0;
    }
  }

  /** Virtual nanoseconds since the world began. */
  long nanos() {
    return now;
  }

  /** Tasks run since the last seed. */
  long steps() {
    return steps;
  }

  /** A task that is ready to run. */
  void submit(Runnable task) {
    requireOwner(task, "submitted");
    add(new Task(task instanceof Mailbox mailbox ? name(mailbox) : "", task));
  }

  /** Whoever is another thread is refused, and the run fails. */
  void requireOwner(Object what, String deed) {
    Thread thread = Thread.currentThread();
    if (thread != owner) {
      trespasser = thread.getName() + " " + deed + " " + what;
      throw new IllegalStateException(
          "a simulated world has one thread, " + owner.getName() + ", but " + trespasser);
    }
  }

  private String name(Mailbox mailbox) {
    return mailbox.actor() == null
        ? ""
        : names.computeIfAbsent(mailbox, box -> box.actor().self().path().toStringWithoutAddress());
  }

  private void add(Task task) {
    int at = ready.size();
    while (at > 0 && ready.get(at - 1).actor().compareTo(task.actor()) > 0) {
      at--;
    }
    ready.add(at, task);
  }

  /** A task that runs once time has passed. */
  Cancellable after(long nanos, Runnable task) {
    requireOwner(task, "set a timer for");
    Timer timer = new Timer(this, now + Math.max(0, nanos), numbers++, task);
    timers.add(timer);
    return timer;
  }

  /** Actors with such a path stand still, until this is called again. */
  void pause(Predicate<String> actors) {
    paused = actors;
    held.forEach(this::add);
    held.clear();
  }

  /** Runs one ready task; false if there is none. */
  boolean runReady() {
    while (!ready.isEmpty()) {
      Task task = ready.remove(ready.size() == 1 ? 0 : dice.nextInt(ready.size()));
      if (paused.test(task.actor())) {
        held.add(task);
      } else {
        steps++;
        task.deed().run();
        requireNoTrespasser();
        if (!deeds.isEmpty()) {
          doDeeds();
        }
        return true;
      }
    }
    return false;
  }

  /** Does this between two tasks, so many tasks from now. */
  void afterSteps(int count, Runnable deed) {
    requireOwner(deed, "planned");
    deeds.add(new Deed(steps + count, deed));
  }

  private void doDeeds() {
    List<Deed> due = deeds.stream().filter(deed -> deed.step() <= steps).toList();
    deeds.removeAll(due);
    due.forEach(deed -> deed.deed().run());
  }

  /** Moves time to the next timer, if that is not after the limit, and fires it. */
  boolean fireNext(long limit) {
    while (!timers.isEmpty() && timers.peek().at <= limit) {
      Timer timer = timers.remove();
      if (!timer.over) {
        now = Math.max(now, timer.at);
        timer.over = true;
        timer.task.run();
        return true;
      }
    }
    now = Math.max(now, limit);
    return false;
  }

  /** Whether another thread has touched it. */
  boolean trespassed() {
    return !trespasser.isEmpty();
  }

  /** Told once: whoever has heard it need not hear it again when the world is left. */
  void requireNoTrespasser() {
    if (trespassed() && !told) {
      told = true;
      throw new IllegalStateException("a foreign thread took part in the run: " + trespasser);
    }
  }
}
