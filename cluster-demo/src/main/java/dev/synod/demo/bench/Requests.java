package dev.synod.demo.bench;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.ReadConsistency;
import dev.synod.demo.kv.KeyValueMessage.Get;
import dev.synod.demo.kv.KeyValueMessage.Put;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Operations on keys that are drawn from a seed, the same in each run. Safe to use from several
 * threads; never blocks.
 */
final class Requests {
  private static final long SEED = 0x5EED;
  private static final int OFFSETS = 1 << 16;
  private static final int LETTERS = 64;

  private final AtomicLong last = new AtomicLong();
  private final ConsensusGroup group;
  private final Mode mode;
  private final ReadConsistency consistency;
  private final int keys;
  private final int valueBytes;
  private final String letters;

  /** One operation on its way. */
  record Sent(boolean write, CompletionStage<Answer> answer) {}

  Requests(ConsensusGroup group, Task task) {
    this.group = group;
    this.mode = task.mode();
    this.consistency = Readings.of(task.consistency());
    this.keys = task.keys();
    this.valueBytes = task.valueBytes();
    this.letters =
        new SplittableRandom(SEED)
            .ints(OFFSETS + (long) valueBytes, 0, LETTERS)
            .mapToObj(letter -> Character.toString('0' + letter))
            .collect(Collectors.joining());
  }

  /** Sends the next one. */
  Sent next() {
    long dice = mix(SEED + last.incrementAndGet());
    int key = (int) Long.remainderUnsigned(dice, keys);
    boolean write = mode == Mode.PUT || (mode == Mode.MIXED && dice < 0);
    return new Sent(write, write ? put(key, dice) : get(key));
  }

  /** Sends a write. */
  CompletionStage<Answer> put(int key, long dice) {
    int from = (int) (dice >>> Integer.SIZE) & (OFFSETS - 1);
    String value = letters.substring(from, from + valueBytes);
    return group
        .submit(new Put("key-" + key, value))
        .handle((outcome, failure) -> Answer.of(outcome));
  }

  private CompletionStage<Answer> get(int key) {
    return group
        .read(new Get("key-" + key), consistency)
        .handle((result, failure) -> failure == null ? Answer.DONE : Answer.REFUSED);
  }

  /** The finalizer of SplitMix64: neighbours have nothing in common. */
  private static long mix(long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
