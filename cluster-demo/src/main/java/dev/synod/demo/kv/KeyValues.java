package dev.synod.demo.kv;

import dev.synod.api.Applied;
import dev.synod.demo.kv.KeyValueMessage.Cas;
import dev.synod.demo.kv.KeyValueMessage.Delete;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.kv.KeyValueMessage.Removed;
import dev.synod.demo.kv.KeyValueMessage.Swapped;
import dev.synod.demo.kv.KeyValueMessage.Written;
import java.util.Optional;
import org.pcollections.TreePMap;

/** All keys with their values and versions. A value: every write gives a new one. */
public record KeyValues(TreePMap<String, Entry> entries) {
  /** No keys. */
  public static final KeyValues EMPTY = new KeyValues(TreePMap.empty());

  /** Writes, whatever was there. */
  public Applied<KeyValues, Written> put(Put put) {
    long version = version(put.key()) + 1;
    return Applied.of(with(put.key(), put.value(), version), new Written(version));
  }

  /** Removes; an absent key stays absent. */
  public Applied<KeyValues, Removed> delete(Delete delete) {
    return Applied.of(
        new KeyValues(entries.minus(delete.key())), new Removed(version(delete.key())));
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
    return Optional.ofNullable(entries.get(key));
  }

  private long version(String key) {
    return get(key).map(Entry::version).orElse(0L);
  }

  private KeyValues with(String key, String value, long version) {
    return new KeyValues(entries.plus(key, new Entry(value, version)));
  }
}
