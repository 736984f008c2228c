package dev.synod.demo.stock;

import dev.synod.api.Query;
import java.util.OptionalLong;

/** How many of this item are there? Empty if the item was never delivered. */
public record Level(String item) implements Query<OptionalLong> {}
