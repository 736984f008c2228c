package dev.synod.testkit.history;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories that are linearizable, to be checked by eye; how to read them: {@link Sketch}. */
class GoodHistoriesTest {

  private static final String REGISTERS =
      """
        one after the other
        a: [w1] [r1]      [w2]
        b:           [r1]      [r2]

        a read during a write may see the old value
        a: [w1     ]
        b:   [r0]

        a read during a write may see the new value
        a: [w1     ]
        b:   [r1]

        two reads during a write see old, then new
        a: [w1           ]
        b:   [r0]  [r1]

        reads that meet may see new and old
        a: [w1           ]
        b:   [r1     ]
        c:     [r0    ]

        writes that meet, read in either order
        a: [w1   ]
        b:   [w2   ]
        c:           [r1]

        a writer that sleeps takes effect between two reads
        a: [w1                ]
        b:   [w2] [r2]   [r1]

        a compare-and-set that succeeds, then one that is refused
        a: [c0>1]         [r1]
        b:        [c0>2x]

        a compare-and-set refused because of a write that it meets
        a: [w1        ]
        b:   [c0>2x]     [r1]

        an unknown write that never happens
        a: [w1 ?
        b:       [r0]   [r0]   [r0]

        an unknown write that is seen late
        a: [w1 ?
        b:       [r0]   [r0]   [r1]

        an unknown write that is seen and overwritten
        a: [w1 ?
        b:       [r1]   [w2]   [r2]

        an unknown write that comes after a later write
        a: [w1 ?
        b:       [w2]   [r2]   [r1]

        two unknown writes, each seen once
        a: [w1 ?
        b: [w2 ?
        c:       [r2]   [r1]

        two equal unknown writes, seen before and after another
        a: [w1 ?
        b: [w1 ?
        c:       [r1]   [w2]   [r1]

        an unknown write that nobody saw explains a refusal
        a: [w3 ?
        b:       [c0>1x]

        an unknown compare-and-set behind an unknown write
        a: [w1 ?
        b: [c1>2 ?
        c:       [r0]   [r2]

        an unknown read says nothing
        a: [w1] [r ?
        b:             [r1]
        """;

  static Stream<Casebook> registers() {
    return Casebook.of(REGISTERS);
  }

  @ParameterizedTest
  @MethodSource("registers")
  void acceptsARegister(Casebook one) {
    one.requireGood(new Register<>(0), Sketch.register(one.sketch()));
  }

  static Stream<Casebook> maps() {
    return Casebook.of(
        """
        keys do not meet
        a: [a=1] [b:-]
        b:   [b=2  ] [a:1]

        put, delete, put again
        a: [a=1] [a~]       [a=2]
        b:             [a:-]      [a:2]

        a delete that meets a read
        a: [a=1]  [a~     ]
        b:          [a:1]   [a:-]

        a compare-and-set on nothing
        a: [a->1] [a1>2]
        b:               [a->3x] [a:2]

        an unknown delete seen late
        a: [a=1]  [a~ ?
        b:              [a:1]  [a:-]
        """);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void acceptsAMap(Casebook one) {
    one.requireGood(new KeyValue<>(), Sketch.map(one.sketch()));
  }

  static Stream<Casebook> counters() {
    return Casebook.of(
        """
        increments that meet see different counts
        a: [i2    ]  [i3]
        b:   [i1]         [g3]

        an unknown add makes up the difference
        a: [+2 ?
        b:       [g0]  [i1]  [g3]

        two of three unknown increments
        a: [i ?
        b: [i ?
        c: [i ?
        d:      [g0]  [g2]
        """);
  }

  @ParameterizedTest
  @MethodSource("counters")
  void acceptsACounter(Casebook one) {
    one.requireGood(new Counter(), Sketch.counter(one.sketch()));
    one.requireGood(Counter.growing(), Sketch.counter(one.sketch()));
  }

  static Stream<Casebook> queues() {
    return Casebook.of(
        """
        items that meet come out in either order
        a: [e1   ]   [d2]
        b:   [e2   ]      [d1]

        an unknown dequeue takes one away
        a: [e1] [e2]
        b:           [d ?   [d2]
        """);
  }

  @ParameterizedTest
  @MethodSource("queues")
  void acceptsAUsersQueue(Casebook one) {
    one.requireGood(new Fifo(), Sketch.queue(one.sketch()));
  }
}
