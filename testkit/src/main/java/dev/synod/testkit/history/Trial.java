package dev.synod.testkit.history;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A judgement on a few operations of a part, from states that are known: the step by which a
 * violation shrinks.
 *
 * <p>Operations are named by their index in the part.
 */
final class Trial<S, I, O> {

  /**
   * Where a trial begins.
   *
   * @param done operations that have taken effect although they end later
   * @param spent unknown operations that have taken effect
   */
  record Start<S>(S state, BitSet done, BitSet spent) {}

  /** One trial costs no more than this; one that runs out proves nothing, so nothing shrinks. */
  private static final WorkBound BOUND = new WorkBound(200_000, 50_000);

  final Layers<S, I, O> layers;
  final Sweep.Result<S> result;

  /** By index in the trial, the index in the part. */
  private final int[] indices;

  /**
   * @param shown operations as they were
   * @param relaxed operations of which only the start is taken for granted: they may take effect at
   *     any time after it, or never
   */
  Trial(Layers<S, I, O> part, List<Start<S>> starts, BitSet shown, BitSet relaxed, Work work) {
    this.indices = IntStream.concat(shown.stream(), relaxed.stream()).toArray();
    this.layers =
        new Layers<>(
            part.model,
            Arrays.stream(indices)
                .mapToObj(i -> as(part.operations.get(i), shown.get(i)))
                .toList());
    Unknowns<S, I, O> unknowns = new Unknowns<>(layers);
    Work own = new Work(Math.min(BOUND.steps(), work.left()));
    List<Configuration<S>> begin = starts.stream().map(start -> begin(start, unknowns)).toList();
    this.result = new Sweep<>(layers, unknowns, own, BOUND.configurations()).run(begin);
    work.add(own);
  }

  /** The window alone. */
  Trial(Layers<S, I, O> part, Shrink.Window<S> window) {
    this(part, window.starts(), window.shown(), new BitSet(), new Work(BOUND.steps()));
  }

  private static <I, O> Operation<I, O> as(Operation<I, O> one, boolean shown) {
    return shown ? one : Operation.unknown(one.client(), one.input(), one.start());
  }

  /** What had taken effect stays so, whether it is known in this trial or not. */
  private Configuration<S> begin(Start<S> start, Unknowns<S, I, O> unknowns) {
    BitSet done = new BitSet();
    for (int i = 0; i < indices.length; i++) {
      done.set(i, start.done().get(indices[i]) || start.spent().get(indices[i]));
    }
    Bits used = Bits.NONE;
    for (int place = 0; place < unknowns.size(); place++) {
      if (done.get(unknowns.index(place))) {
        used = used.with(place);
      }
    }
    return layers.begin(start.state(), done, used);
  }

  /** No order fits up to an operation that ends by then. */
  boolean failsBy(long end) {
    return result.stuck() && layers.end(result.last().layer) <= end;
  }

  /** No order fits, and the operation is the first in time that none gets past. */
  boolean failsAt(int culprit) {
    return result.stuck() && indices[layers.index(result.last().layer)] == culprit;
  }
}
