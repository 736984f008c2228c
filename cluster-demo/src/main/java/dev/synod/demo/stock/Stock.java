package dev.synod.demo.stock;

import dev.synod.api.Applied;
import dev.synod.demo.stock.StockMessage.Adjust;
import dev.synod.demo.stock.StockMessage.Adjusted;
import java.util.OptionalLong;
import org.pcollections.TreePMap;

/** All items with their numbers, none of them below zero. */
public record Stock(TreePMap<String, Long> levels) {
  /** No items. */
  public static final Stock EMPTY = new Stock(TreePMap.empty());

  /** Adjusts, or changes nothing if there are too few. */
  public Applied<Stock, Adjusted> adjust(Adjust adjust) {
    long level = levels.getOrDefault(adjust.item(), 0L);
    boolean overflow = adjust.delta() > 0 && level > Long.MAX_VALUE - adjust.delta();
    if (overflow || level + adjust.delta() < 0) {
      return Applied.of(this, new Adjusted(false, level));
    }
    long next = level + adjust.delta();
    return Applied.of(new Stock(levels.plus(adjust.item(), next)), new Adjusted(true, next));
  }

  /** The number of one item. */
  public OptionalLong level(String item) {
    Long level = levels.get(item);
    return level == null ? OptionalLong.empty() : OptionalLong.of(level);
  }
}
