package dev.synod.persistence.store;

import java.io.Serializable;

/**
 * Bytes that are not what was written, or a file that is not there.
 *
 * @param file the path of the file or directory
 * @param position the byte where it shows; {@link #WHOLE} if the file as a whole is meant
 * @param what what is wrong there
 */
public record Damage(String file, long position, String what) implements Serializable {
  /** The position where no single byte is meant. */
  public static final long WHOLE = -1;

  /** One line: file, byte, what. */
  @Override
  public String toString() {
    return position == WHOLE
        ? "%s: %s".formatted(file, what)
        : "%s: byte %d: %s".formatted(file, position, what);
  }
}
