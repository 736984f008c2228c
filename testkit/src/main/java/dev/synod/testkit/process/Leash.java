package dev.synod.testkit.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The main class of a {@link JvmProcess}: runs the user's, and halts the JVM when its standard
 * input ends, which it does when the parent has ended, however that ended.
 */
public final class Leash {
  private static final int ORPHANED = 113;

  private Leash() {}

  /** The first argument is the main class, the others are its own. */
  public static void main(String[] args) throws Throwable {
    Thread watch = new Thread(Leash::haltWithTheParent, "leash");
    watch.setDaemon(true);
    watch.start();
    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException failed) {
      throw failed.getCause() == null ? failed : failed.getCause();
    }
  }

  private static void haltWithTheParent() {
    try {
      int next = 0;
      while (next >= 0) {
        next = System.in.read();
      }
    } catch (IOException broken) {
      // The pipe broke: as good as its end.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
