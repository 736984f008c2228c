package dev.synod.demo.stock;

import dev.synod.api.Command;

/** What stands in the log about the inventory: the command and its reply. */
public sealed interface StockMessage {

  /**
   * Takes items in, or gives some out.
   *
   * @param delta positive or negative; the item comes into being with its first delivery
   */
  record Adjust(String item, long delta) implements StockMessage, Command<Adjusted> {}

  /**
   * How many are there now.
   *
   * @param done false if there were too few (or would be too many to count): nothing was changed
   */
  record Adjusted(boolean done, long level) implements StockMessage {}
}
