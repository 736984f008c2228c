package dev.synod.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Values by number, in the order of the numbers; made for those that lie close together, as
 * sequences and tickets do. It never changes: what changes it makes another one.
 *
 * <p>Up to 32 neighbours stand in one block, and blocks in a tree. So whatever is done goes through
 * a tree with a thirty-second of the values, which matters where each command does it several
 * times.
 *
 * @param <V> the type of the values
 */
public final class Numbered<V> extends AbstractMap<Long, V> {
  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;
  private static final Numbered<?> NONE = new Numbered<>(TreePMap.empty(), 0);

  private final TreePMap<Long, Object[]> blocks;
  private final int size;

  private Numbered(TreePMap<Long, Object[]> blocks, int size) {
    this.blocks = blocks;
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
    Object[] block = blocks.get(number >> BITS);
    return block == null ? null : (V) block[place(number)];
  }

  /** With this value, also in place of the one that the number had. */
  public Numbered<V> plus(long number, V value) {
    Object[] before = blocks.get(number >> BITS);
    Object[] block = before == null ? new Object[WIDTH] : before.clone();
    int more = block[place(number)] == null ? 1 : 0;
    block[place(number)] = value;
    return new Numbered<>(blocks.plus(number >> BITS, block), size + more);
  }

  /** Without the value of this number. */
  public Numbered<V> minus(long number) {
    Object[] before = blocks.get(number >> BITS);
    if (before == null || before[place(number)] == null) {
      return this;
    }
    Object[] block = before.clone();
    block[place(number)] = null;
    return new Numbered<>(with(blocks, number >> BITS, block), size - 1);
  }

  /** Without the values of this number and all below. */
  public Numbered<V> minusThrough(long number) {
    TreePMap<Long, Object[]> left = blocks;
    int gone = 0;
    while (!left.isEmpty() && left.firstKey() < number >> BITS) {
      gone += held(left.firstEntry().getValue());
      left = left.minusFirstEntry();
    }
    Object[] edge = left.get(number >> BITS);
    if (edge != null) {
      Object[] block = edge.clone();
      Arrays.fill(block, 0, place(number) + 1, null);
      gone += held(edge) - held(block);
      left = with(left, number >> BITS, block);
    }
    return gone == 0 ? this : new Numbered<>(left, size - gone);
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
    long key = blocks.lastKey();
    Object[] block = Objects.requireNonNull(blocks.get(key));
    int place = WIDTH - 1;
    while (block[place] == null) {
      place--;
    }
    return (key << BITS) + place;
  }

  /** The values of this number and of all above. */
  public Iterator<Map.Entry<Long, V>> from(long number) {
    return new Walk<>(blocks.tailMap(number >> BITS, true), number);
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

  private static TreePMap<Long, Object[]> with(
      TreePMap<Long, Object[]> blocks, long key, Object[] block) {
    return held(block) == 0 ? blocks.minus(key) : blocks.plus(key, block);
  }

  /** From a number on, upwards. */
  private static final class Walk<V> implements Iterator<Map.Entry<Long, V>> {
    private final Iterator<Map.Entry<Long, Object[]>> rest;
    private final long from;
    private Object[] block = {};
    private long base;
    private int place;

    Walk(Map<Long, Object[]> blocks, long from) {
      this.rest = blocks.entrySet().iterator();
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
        if (!rest.hasNext()) {
          return false;
        }
        Map.Entry<Long, Object[]> next = rest.next();
        block = next.getValue();
        base = next.getKey() << BITS;
        place = base < from ? place(from) : 0;
      }
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map.Entry<Long, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no number from " + from + " on is left");
      }
      V value = (V) block[place];
      return Map.entry(base + place++, value);
    }
  }
}
