package dev.synod.persistence;

import java.io.IOException;
import java.nio.file.Path;

/** Holds a data directory until its stdin ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (DataDirectory held = DataDirectory.open(Path.of(arguments[0]))) {
      System.out.println("holds " + held.path());
      while (System.in.read() >= 0) {
        // Until the parent lets go.
      }
    }
  }
}
