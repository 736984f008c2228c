package dev.synod.testkit.history;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories that are not linearizable, to be checked by eye, each with the operation to blame; how
 * to read them: {@link Sketch}.
 */
class BadHistoriesTest {

  private static final String REGISTERS =
      """
        stale read | b read -> 1
        a: [w1] [w2]
        b:           [r1]

        stale read of the first value | b read -> 0
        a: [w1]
        b:      [r0]

        stale read by the writer itself | a read -> 1
        a: [w1] [w2] [r1]

        dirty read of a value never written | b read -> 7
        a: [w1]
        b:      [r7]

        future read | b read -> 1
        a:      [w1]
        b: [r1]

        a read goes back while a write is on its way | c read -> 0
        a: [w1               ]
        b:    [r1]
        c:          [r0]

        a read of one client goes back | b read -> 0
        a: [w1               ]
        b:    [r1]  [r0]

        three values, the first comes back | c read -> 1
        a: [w1] [w2      ]
        b:         [r2]
        c:               [r1]

        writes that met are seen in two orders | c read -> 2
        a: [w1   ]
        b:   [w2   ]
        c:           [r1] [r2]

        two readers see two last writes | d read -> 2
        a: [w1   ]
        b:   [w2   ]
        c:           [r1]
        d:                [r2]

        lost update | b read -> 1
        a: [w1]      [c1>2]
        b:                   [r1]

        two compare-and-sets from the same value | b cas 0 to 2 -> ok
        a: [c0>1]
        b:        [c0>2]

        two that meet, from the same value | a cas 0 to 1 -> ok
        a: [c0>1   ]
        b:   [c0>2]

        the same compare-and-set succeeds twice | a cas 0 to 1 -> ok
        a: [c0>1] [c0>1]

        a refusal without a reason | a cas 0 to 1 -> refused
        a: [c0>1x]

        a refusal before the write that would explain it | b cas 0 to 1 -> refused
        a:          [w2]
        b: [c0>1x]

        a refused compare-and-set takes effect | b read -> 2
        a: [w1] [c0>2x]
        b:              [r2]

        a successful one that nobody sees | b read -> 0
        a: [c0>1]
        b:        [r0]

        a success from a value never written | a cas 7 to 1 -> ok
        a: [c7>1]

        unknown write seen, then unseen | b read -> 0
        a: [w1 ?
        b:       [r1]  [r0]

        unknown write happens twice | b read -> 1
        a: [w1 ?
        b:       [r1]  [w2]  [r1]

        unknown write seen before it was asked for | b read -> 1
        a:       [w1 ?
        b: [r1]

        two unknown writes, one comes back | c read -> 1
        a: [w1 ?
        b: [w2 ?
        c:       [r1]  [r2]  [r1]

        unknown compare-and-set from a value that never was | c read -> 2
        a: [c1>2 ?
        c:          [r0]  [r2]

        unknown compare-and-set that undoes a write | b read -> 2
        a: [c0>2 ?
        b:          [w1]  [r2]

        an unknown read is no excuse | b read -> 7
        a: [w1]  [r ?
        b:            [r7]

        an acknowledged write is lost in a fail-over | c read -> 1
        a: [w1]  [w2]
        b:             [r2]
        c:                   [r1]

        deposed leader answers a read from its copy | b read -> 1
        a: [w1]       [w2]       [w3]
        b:       [r1]       [r1]
        """;

  static Stream<Casebook> registers() {
    return Casebook.of(REGISTERS);
  }

  @ParameterizedTest
  @MethodSource("registers")
  void blamesARegister(Casebook one) {
    one.requireBad(new Register<>(0), Sketch.register(one.sketch()));
  }

  static Stream<Casebook> maps() {
    return Casebook.of(
        """
        delete undone | b get a -> 1
        a: [a=1] [a~]
        b:             [a:1]

        delete lost while a put of another key goes well | b get a -> 1
        a: [a=1] [a~]
        b:             [b=2] [b:2] [a:1]

        a put vanishes | b get a -> none
        a: [a=1]
        b:        [a:-]

        a value strays to another key | b get b -> 1
        a: [a=1]
        b:        [b:1]

        a key appears out of nothing | a get a -> 4
        a: [a:4]

        compare-and-set on nothing succeeds over a value | b cas a from none to 2 -> ok
        a: [a=1]
        b:        [a->2]

        compare-and-set brings back what was deleted | b cas a from 1 to 2 -> ok
        a: [a=1]  [a~]
        b:              [a1>2]

        unknown delete seen, then unseen | b get a -> 1
        a: [a=1] [a~ ?
        b:             [a:-]  [a:1]
        """);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void blamesAMap(Casebook one) {
    one.requireBad(new KeyValue<>(), Sketch.map(one.sketch()));
  }

  static Stream<Casebook> counters() {
    return Casebook.of(
        """
        the same count twice | b increment-and-get -> 1
        a: [i1]
        b:      [i1]

        the same count twice, though they meet | a increment-and-get -> 1
        a: [i1   ]
        b:   [i1]

        a count is left out | a increment-and-get -> 2
        a: [i2]

        an add is lost | b get -> 0
        a: [+2]
        b:      [g0]

        a retry is done twice | b get -> 2
        a: [+1]
        b:      [g2]

        an unknown increment counts twice | b get -> 2
        a: [i ?
        b:      [g1]  [g2]

        an unknown increment counted, then not | b get -> 0
        a: [i ?
        b:      [g1]  [g0]
        """);
  }

  @ParameterizedTest
  @MethodSource("counters")
  void blamesACounter(Casebook one) {
    one.requireBad(new Counter(), Sketch.counter(one.sketch()));
    one.requireBad(Counter.growing(), Sketch.counter(one.sketch()));
  }

  static Stream<Casebook> queues() {
    return Casebook.of(
        """
        out of order | b dequeue -> 2
        a: [e1] [e2]
        b:           [d2]

        taken twice | c dequeue -> 1
        a: [e1]
        b:      [d1]
        c:           [d1]
        """);
  }

  @ParameterizedTest
  @MethodSource("queues")
  void blamesAUsersQueue(Casebook one) {
    one.requireBad(new Fifo(), Sketch.queue(one.sketch()));
  }
}
