package dev.synod.persistence.store;

import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store can't do what it was asked; the message is one line that names the file or key and says
 * what to do.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Kind {
    /**
     * The directory is not what it should be: nothing was opened. No segment of a finished store
     * was changed; directories, the lock file and the index may have been made.
     */
    REFUSED,
    /** Bytes are not what was written (rule D2). */
    DAMAGED,
    /** The index can't be read; it is a cache, which is made anew when the store is opened. */
    INDEX,
    /** A write or sync failed; the store confirms nothing any more (rule D3). */
    FAILED,
    /**
     * This request is too large: none of its events is stored, and the next one follows the numbers
     * that they would have had.
     */
    REJECTED,
    /** These events do not follow those that are stored; none of them is stored. */
    CONFLICT,
    /** Too little space is left; nothing was written. */
    FULL,
    /** It was deleted after it was found; nothing is wrong with the store. */
    GONE,
    /** The thread that read was interrupted; nothing is wrong with the store. */
    INTERRUPTED,
    /** The store is closed. */
    CLOSED
  }

  private final Kind kind;
  private final @Nullable Damage damage;

  StoreException(Kind kind, String line) {
    super(line);
    this.kind = kind;
    this.damage = null;
  }

  StoreException(Kind kind, String line, Throwable cause) {
    super(line, cause);
    this.kind = kind;
    this.damage = null;
  }

  private StoreException(Kind kind, String line, Damage damage) {
    super(line);
    this.kind = kind;
    this.damage = damage;
  }

  /** What kind of trouble it is. */
  public Kind kind() {
    return kind;
  }

  /** What is damaged and where, if that is the trouble and a file can be named. */
  public Optional<Damage> damage() {
    return Optional.ofNullable(damage);
  }

  static StoreException refused(String line) {
    return new StoreException(Kind.REFUSED, line);
  }

  static StoreException rejected(String line) {
    return new StoreException(Kind.REJECTED, line);
  }

  static StoreException conflict(String line) {
    return new StoreException(Kind.CONFLICT, line);
  }

  static StoreException damaged(Object file, long position, String what) {
    return new StoreException(
        Kind.DAMAGED,
        "%s is damaged at byte %d: %s; don't repair it: remove the store and replace its member"
            .formatted(file, position, what),
        new Damage(file.toString(), position, what));
  }

  /** A file that should be there is not. */
  static StoreException missing(Object file) {
    return new StoreException(
        Kind.DAMAGED,
        "%s is missing; don't repair the store: remove it and replace its member".formatted(file),
        new Damage(file.toString(), Damage.WHOLE, "it is missing"));
  }

  /** A file is another store's. */
  static StoreException foreign(Object file, long position, String what) {
    return new StoreException(
        Kind.REFUSED,
        "%s %s: files of two stores are mixed; don't copy files between nodes"
            .formatted(file, what),
        new Damage(file.toString(), position, "it " + what));
  }

  /** Java closes the file of whoever is interrupted: that says nothing of what is in it. */
  static StoreException interrupted(Object file, ClosedByInterruptException cause) {
    return new StoreException(
        Kind.INTERRUPTED,
        "%s was not read: the thread that read it was interrupted; read it again".formatted(file),
        cause);
  }

  /** The same trouble for one more caller, with a stack of its own. */
  StoreException again() {
    return new StoreException(kind, String.valueOf(getMessage()), this);
  }
}
