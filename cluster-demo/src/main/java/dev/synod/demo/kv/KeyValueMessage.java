package dev.synod.demo.kv;

import dev.synod.api.Command;
import java.util.Optional;

/** What stands in the log about keys: the commands and their replies. */
public sealed interface KeyValueMessage {

  /** Writes a value, whatever was there. */
  record Put(String key, String value) implements KeyValueMessage, Command<Written> {}

  /** Removes a key. */
  record Delete(String key) implements KeyValueMessage, Command<Removed> {}

  /**
   * Writes a value if the key holds the expected one.
   *
   * @param expected empty: the key must be absent
   */
  record Cas(String key, Optional<String> expected, String value)
      implements KeyValueMessage, Command<Swapped> {}

  /** The key holds the value, at this version. */
  record Written(long version) implements KeyValueMessage {}

  /**
   * The key is absent.
   *
   * @param version the one that it had; 0 if it was absent before
   */
  record Removed(long version) implements KeyValueMessage {}

  /**
   * The outcome of a compare.
   *
   * @param version the key's version now; 0 if it is absent
   */
  record Swapped(boolean done, long version) implements KeyValueMessage {}
}
