package dev.synod.demo.bench;

/** What a cell is measured by. */
enum Figure {
  OPERATIONS("operations", "ops", 0),
  PER_SECOND("opsPerSecond", "ops/s", 0),
  P50("p50Micros", "p50 us", 0),
  P99("p99Micros", "p99 us", 0),
  P999("p999Micros", "p99.9 us", 0),
  LONGEST("maxMicros", "max us", 0),
  CPU("cpuSecondsPer1000", "CPU s/1000", 4),
  BYTES("bytesPerOperation", "bytes/op", 0),
  SYNCS("fsyncsPerOperation", "fsyncs/op", 4),
  ERRORS("errors", "errors", 0),
  /** Of the errors, those of which nobody knows whether they are done. */
  UNKNOWN("unknown", "unknown", 0),
  /** Of the errors, those of an open loop that its sender did not come to. */
  UNSENT("unsent", "unsent", 0),
  FAIL_OVER("failOverMillis", "fail-over ms", 0),
  LEVELDB("levelDbPutsPerSecond", "LevelDB puts/s", 0),
  FILE("fileForcesPerSecond", "file forces/s", 0),
  ECHO_1("echoPerSecond1", "echo/s, 1", 0),
  ECHO_64("echoPerSecond64", "echo/s, 64", 0);

  private final String key;
  private final String title;
  private final int decimals;

  Figure(String key, String title, int decimals) {
    this.key = key;
    this.title = title;
    this.decimals = decimals;
  }

  /** In JSON. */
  String key() {
    return key;
  }

  /** In a table. */
  String title() {
    return title;
  }

  int decimals() {
    return decimals;
  }
}
