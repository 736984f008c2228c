package dev.synod.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Values by number, in the order of the numbers; made for those that lie close together, as
 * sequences and tickets do. It never changes: what changes it makes another one.
 *
 * <p>Up to 32 neighbours stand in one block, and blocks in a tree, but for the highest one: numbers
 * come in their order, so it is what nearly each change is made to, and it is at hand. The tree has
 * a thirty-second of the values, which matters where each command goes through it several times.
 *
 * @param <V> the type of the values
 */
public final class Numbered<V> extends AbstractMap<Long, V> {
  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;
  private static final Numbered<?> NONE =
      new Numbered<>(TreePMap.empty(), Long.MIN_VALUE, new Object[0], 0);

  private final TreePMap<Long, Object[]> lower;
  private final long topKey;
  private final Object[] top;
  private final int size;

  /** No block is empty; the key of an empty top is below all. */
  private Numbered(TreePMap<Long, Object[]> lower, long topKey, Object[] top, int size) {
    this.lower = lower;
    this.topKey = topKey;
    this.top = top;
    this.size = size;
  }

  /** No values. */
  @SuppressWarnings("unchecked")
  public static <V> Numbered<V> empty() {
    return (Numbered<V>) NONE;
  }

  /** The value of this number; null if there is none. */
  @SuppressWarnings("unchecked")
  public @Nullable V at(long number) {
    Object[] block = block(number >> BITS);
    return block == null ? null : (V) block[place(number)];
  }

  /** With this value, also in place of the one that the number had. */
  public Numbered<V> plus(long number, V value) {
    long key = number >> BITS;
    Object[] before = block(key);
    Object[] block = before == null ? new Object[WIDTH] : before.clone();
    int more = block[place(number)] == null ? 1 : 0;
    block[place(number)] = value;
    if (key < topKey) {
      return new Numbered<>(lower.plus(key, block), topKey, top, size + more);
    }
    boolean higher = key > topKey && size > 0;
    return new Numbered<>(higher ? lower.plus(topKey, top) : lower, key, block, size + more);
  }

  /** Without the value of this number. */
  public Numbered<V> minus(long number) {
    Object[] before = block(number >> BITS);
    if (before == null || before[place(number)] == null) {
      return this;
    }
    Object[] block = before.clone();
    block[place(number)] = null;
    return with(number >> BITS, block, held(block), size - 1);
  }

  /** Without the values of this number and all below. */
  public Numbered<V> minusThrough(long number) {
    long key = number >> BITS;
    if (key > topKey) {
      return empty();
    }
    TreePMap<Long, Object[]> left = lower;
    int gone = 0;
    while (!left.isEmpty() && left.firstKey() < key) {
      gone += held(left.firstEntry().getValue());
      left = left.minusFirstEntry();
    }
    Numbered<V> rest = gone == 0 ? this : new Numbered<>(left, topKey, top, size - gone);
    Object[] edge = rest.block(key);
    if (edge == null) {
      return rest;
    }
    Object[] block = edge.clone();
    Arrays.fill(block, 0, place(number) + 1, null);
    int held = held(block);
    int more = held(edge) - held;
    return more == 0 ? rest : rest.with(key, block, held, rest.size - more);
  }

  /**
   * The lowest number.
   *
   * @throws NoSuchElementException if there is none
   */
  public long first() {
    return from(Long.MIN_VALUE).next().getKey();
  }

  /**
   * The highest number.
   *
   * @throws NoSuchElementException if there is none
   */
  public long last() {
    if (size == 0) {
      throw new NoSuchElementException("there is no number");
    }
    int place = WIDTH - 1;
    while (top[place] == null) {
      place--;
    }
    return (topKey << BITS) + place;
  }

  /** The values of this number and of all above. */
  public Iterator<Map.Entry<Long, V>> from(long number) {
    return new Walk<>(this, number);
  }

  @Override
  public @Nullable V get(@Nullable Object number) {
    return number instanceof Long wanted ? at(wanted) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object number) {
    return get(number) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<Long, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<Long, V>> iterator() {
        return from(Long.MIN_VALUE);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private static int place(long number) {
    return (int) number & (WIDTH - 1);
  }

  private static int held(Object[] block) {
    int held = 0;
    for (Object value : block) {
      held += value == null ? 0 : 1;
    }
    return held;
  }

  private Object @Nullable [] block(long key) {
    if (key < topKey) {
      return lower.get(key);
    }
    return key == topKey ? top : null;
  }

  /** With another block, which holds so many, in place of one; without it if it holds nothing. */
  private Numbered<V> with(long key, Object[] block, int held, int left) {
    if (key < topKey) {
      return new Numbered<>(
          held == 0 ? lower.minus(key) : lower.plus(key, block), topKey, top, left);
    }
    if (held > 0) {
      return new Numbered<>(lower, key, block, left);
    }
    if (lower.isEmpty()) {
      return empty();
    }
    Map.Entry<Long, Object[]> next = lower.lastEntry();
    return new Numbered<>(lower.minusLastEntry(), next.getKey(), next.getValue(), left);
  }

  /** From a number on, upwards. */
  private static final class Walk<V> implements Iterator<Map.Entry<Long, V>> {
    private final Iterator<Map.Entry<Long, Object[]>> lower;
    private final Numbered<V> all;
    private final long from;
    private Object[] block = {};
    private long key = Long.MIN_VALUE;
    private int place;

    Walk(Numbered<V> all, long from) {
      this.lower = all.lower.tailMap(from >> BITS, true).entrySet().iterator();
      this.all = all;
      this.from = from;
    }

    @Override
    public boolean hasNext() {
      while (true) {
        while (place < block.length) {
          if (block[place] != null) {
            return true;
          }
          place++;
        }
        if (lower.hasNext()) {
          Map.Entry<Long, Object[]> next = lower.next();
          enter(next.getKey(), next.getValue());
        } else if (key < all.topKey && from >> BITS <= all.topKey) {
          enter(all.topKey, all.top);
        } else {
          return false;
        }
      }
    }

    private void enter(long next, Object[] values) {
      key = next;
      block = values;
      place = key == from >> BITS ? place(from) : 0;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map.Entry<Long, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no number from " + from + " on is left");
      }
      V value = (V) block[place];
      return Map.entry((key << BITS) + place++, value);
    }
  }
}
