package dev.synod.demo.kv;

import dev.synod.api.Applied;
import dev.synod.demo.kv.KeyValueMessage.Cas;
import dev.synod.demo.kv.KeyValueMessage.Delete;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.kv.KeyValueMessage.Removed;
import dev.synod.demo.kv.KeyValueMessage.Swapped;
import dev.synod.demo.kv.KeyValueMessage.Written;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import scala.collection.immutable.HashMap;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * All keys with their values and versions. A value: every write gives a new one, which shares all
 * but a few small arrays with the one before. Of the maps that do so Scala's, which Pekko brings,
 * is the fastest by far: each member has it in hand twice for each command. It has no order, so
 * nothing may be decided by walking through it, and what is written of it is sorted first.
 */
public record KeyValues(HashMap<String, Entry> entries) {
  /** No keys. */
  public static final KeyValues EMPTY = new KeyValues(new HashMap<>());

  /** With these keys. */
  public static KeyValues of(Map<String, Entry> entries) {
    HashMap<String, Entry> all = EMPTY.entries;
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      all = all.updated(entry.getKey(), entry.getValue());
    }
    return new KeyValues(all);
  }

  /** In the order of the keys, which is the same wherever the keys are. */
  public SortedMap<String, Entry> sorted() {
    return new TreeMap<>(unsorted());
  }

  /** In whatever order; not a copy. */
  public Map<String, Entry> unsorted() {
    return CollectionConverters.asJava(entries);
  }

  /** Writes, whatever was there. */
  public Applied<KeyValues, Written> put(Put put) {
    long version = version(put.key()) + 1;
    return Applied.of(with(put.key(), put.value(), version), new Written(version));
  }

  /** Removes; an absent key stays absent. */
  public Applied<KeyValues, Removed> delete(Delete delete) {
    return Applied.of(
        new KeyValues(entries.removed(delete.key())), new Removed(version(delete.key())));
  }

  /** Writes if the key holds what is expected, else changes nothing. */
  public Applied<KeyValues, Swapped> cas(Cas cas) {
    long version = version(cas.key());
    return get(cas.key()).map(Entry::value).equals(cas.expected())
        ? Applied.of(with(cas.key(), cas.value(), version + 1), new Swapped(true, version + 1))
        : Applied.of(this, new Swapped(false, version));
  }

  /** What the key holds. */
  public Optional<Entry> get(String key) {
    return OptionConverters.toJava(entries.get(key));
  }

  private long version(String key) {
    return get(key).map(Entry::version).orElse(0L);
  }

  private KeyValues with(String key, String value, long version) {
    return new KeyValues(entries.updated(key, new Entry(value, version)));
  }
}
