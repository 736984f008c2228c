package dev.synod.demo.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.demo.bench.Cell.Closed;
import dev.synod.demo.bench.Cell.Load;
import dev.synod.demo.bench.Cell.Open;
import java.io.UncheckedIOException;

/**
 * What the client is to do next, as a line of text.
 *
 * @param outstanding 0 in an open loop
 * @param rate operations in a second; 0 in a closed loop
 * @param consistency of the reads, as it is typed
 * @param keys written and read at random
 * @param warmUpMillis before the window
 * @param millis of the window
 */
record Task(
    Mode mode,
    int valueBytes,
    int outstanding,
    double rate,
    String consistency,
    int keys,
    long warmUpMillis,
    long millis) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Task of(String line) {
    try {
      return JSON.readValue(line, Task.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("'" + line + "' is no task", e);
    }
  }

  static Task of(Cell cell, String consistency, int keys, long warmUpMillis, long millis) {
    return new Task(
        cell.mode(),
        cell.valueBytes(),
        cell.load() instanceof Closed closed ? closed.outstanding() : 0,
        cell.load() instanceof Open open ? open.perSecond() : 0,
        consistency,
        keys,
        warmUpMillis,
        millis);
  }

  String line() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("plain values can't be written", impossible);
    }
  }

  Load load() {
    return outstanding > 0 ? new Closed(outstanding) : new Open(rate);
  }
}
