package dev.synod.demo.bank;

import dev.synod.api.Query;
import java.util.OptionalLong;

/** How many cents does this account hold? Empty if there is no such account. */
public record Balance(String account) implements Query<OptionalLong> {}
