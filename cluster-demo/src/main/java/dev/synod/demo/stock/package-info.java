/**
 * The inventory: items on stock, never fewer than none.
 *
 * <p>Remembers {@link dev.synod.demo.stock.Stock}, a part of the replicated state. Commands and
 * replies are {@link dev.synod.demo.stock.StockMessage}; {@link dev.synod.demo.stock.Level} asks.
 */
@NullMarked
package dev.synod.demo.stock;

import org.jspecify.annotations.NullMarked;
