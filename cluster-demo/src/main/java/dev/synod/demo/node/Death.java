package dev.synod.demo.node;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a node because one of its threads has died of an Error, such as a lack of memory.
 * Whoever finds that, mostly Pekko, tells the Error and ends the JVM, which to a shutdown hook
 * looks like a signal. But nobody has asked for it, and what is half dead must not hand over.
 *
 * <p>Made while all is well: what is needed then is there already, and some memory to use it.
 */
public final class Death {
  /** What sysexits.h calls an internal error. */
  public static final int STATUS = 70;

  private static final int MEBI = 1 << 20;

  private final List<byte[]> reserve = new ArrayList<>(List.of(new byte[MEBI]));
  private final String line =
      "node: ended by an Error, which stands above if it could be told: mostly a lack of memory; the"
          + " heap has "
          + Runtime.getRuntime().maxMemory() / MEBI
          + " MiB, so keep less state or give it more (-Xmx)";

  /** Whether the JVM ends of that; to be asked in a shutdown hook. */
  boolean reached() {
    reserve.clear();
    try {
      for (StackTraceElement[] frames : Thread.getAllStackTraces().values()) {
        if (has(frames, "exit") && has(frames, "uncaughtException")) {
          return true;
        }
      }
      return false;
    } catch (OutOfMemoryError again) {
      return true;
    }
  }

  /** Says so if that can be, and ends the JVM. There may be two hooks: once only. */
  synchronized void end() {
    try {
      System.err.println(line);
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static boolean has(StackTraceElement[] frames, String method) {
    for (StackTraceElement frame : frames) {
      if (frame.getMethodName().equals(method)) {
        return true;
      }
    }
    return false;
  }
}
