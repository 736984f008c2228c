package dev.synod.demo.node;

import java.util.Arrays;

/**
 * The end of a node because one of its threads has died of an Error, such as a lack of memory.
 * Whoever finds that, mostly Pekko, tells the Error and ends the JVM, which to a shutdown hook
 * looks like a signal. But nobody has asked for it, and what is half dead must not hand over.
 */
final class Death {
  /** What sysexits.h calls an internal error. */
  static final int STATUS = 70;

  private static final long MEBI = 1 << 20;

  private Death() {}

  /** Whether the JVM ends of that; to be asked in a shutdown hook. */
  static boolean reached() {
    try {
      return Thread.getAllStackTraces().values().stream().anyMatch(Death::exitsInHandler);
    } catch (OutOfMemoryError again) {
      return true;
    }
  }

  /** What can be said of it: the Error itself was told before. */
  static String line() {
    Runtime jvm = Runtime.getRuntime();
    return ("ended by an Error, which stands above; %d of %d MiB of heap are in use: if memory was"
            + " short, keep less state or give it more (-Xmx)")
        .formatted((jvm.totalMemory() - jvm.freeMemory()) / MEBI, jvm.maxMemory() / MEBI);
  }

  private static boolean exitsInHandler(StackTraceElement[] frames) {
    return Arrays.stream(frames)
            .anyMatch(
                frame ->
                    frame.getClassName().equals(Runtime.class.getName())
                        && frame.getMethodName().equals("exit"))
        && Arrays.stream(frames)
            .anyMatch(frame -> frame.getMethodName().equals("uncaughtException"));
  }
}
