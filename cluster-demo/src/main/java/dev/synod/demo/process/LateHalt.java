package dev.synod.demo.process;

import java.time.Duration;

/** The end of a JVM whose parent is gone: where good-byes get stuck, nobody else would end it. */
public final class LateHalt {
  private LateHalt() {}

  /** Halts this JVM with status 0 after this, unless it has ended before; blocks until then. */
  public static void after(Duration patience) {
    try {
      Thread.sleep(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
