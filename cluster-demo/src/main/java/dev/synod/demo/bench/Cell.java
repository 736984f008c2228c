package dev.synod.demo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One way to load the group, which has figures of its own.
 *
 * @param valueBytes of each value
 * @param load how the next operation comes to be
 */
record Cell(Mode mode, int valueBytes, Load load) {

  /** When operations begin. */
  sealed interface Load {
    /** Where the latency of an operation begins. */
    String latency();
  }

  /**
   * Closed loop: each answer brings the next operation, so a group that stalls is asked less.
   *
   * @param outstanding always so many without an answer
   */
  record Closed(int outstanding) implements Load {
    @Override
    public String latency() {
      return "service time";
    }

    @Override
    public String toString() {
      return outstanding + " outstanding";
    }
  }

  /**
   * Open loop: operations begin by a timetable, whatever becomes of those before.
   *
   * @param perSecond so many
   */
  record Open(double perSecond) implements Load {
    @Override
    public String latency() {
      return "from the intended start";
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s/s", Figures.plain(perSecond));
    }
  }

  /** What tells it from the others. */
  ObjectNode addTo(ObjectNode line) {
    line.put("mode", mode.word()).put("valueBytes", valueBytes);
    if (load instanceof Closed closed) {
      line.put("loop", "closed").put("outstanding", closed.outstanding());
    } else if (load instanceof Open open) {
      line.put("loop", "open").put("rate", open.perSecond());
    }
    return line.put("latency", load.latency());
  }

  @Override
  public String toString() {
    return "%s %d B, %s".formatted(mode.word(), valueBytes, load);
  }
}
