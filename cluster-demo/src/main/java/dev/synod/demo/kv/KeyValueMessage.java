package dev.synod.demo.kv;

import dev.synod.api.Command;
import dev.synod.api.Query;
import java.util.Optional;

/** What is asked about keys, with the replies; the commands and theirs stand in the log. */
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

  /** What does this key hold? */
  record Get(String key) implements KeyValueMessage, Query<Held> {}

  /** What it holds; empty if the key is absent. */
  record Held(Optional<Entry> entry) implements KeyValueMessage {}

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
