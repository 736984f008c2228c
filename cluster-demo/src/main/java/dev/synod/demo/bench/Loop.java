package dev.synod.demo.bench;

/** Keeps the traffic up until it is stopped. */
interface Loop {
  /** Begins; does not wait. */
  void start();

  /** Sends no more. */
  void stop();

  /** How many of an open loop's operations its sender did not come to. */
  long unsent();
}
