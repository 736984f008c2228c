package dev.synod.demo.bench;

/** What {@code bench} and its children say to each other: a word, and perhaps more, in a line. */
final class Words {
  /** To the client: a {@link Task}. */
  static final String RUN = "RUN";

  /** To the client: a process to be killed at once. */
  static final String KILL = "KILL";

  /** To the client: the counters are read, the load may end. */
  static final String STOP = "STOP";

  /** To the client: a port to play ping-pong with. */
  static final String ECHO = "ECHO";

  /** From a child: it works. The echo adds its port. */
  static final String READY = "READY";

  /** From the client: the window begins. */
  static final String BEGIN = "BEGIN";

  /** From the client: it is over; the load goes on, so that the counters can be read in peace. */
  static final String END = "END";

  /** From the client: what it has measured. */
  static final String FIGURES = "FIGURES";

  /** From a child: why it can't. */
  static final String FAILED = "FAILED";

  private Words() {}
}
