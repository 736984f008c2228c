package dev.synod.replica;

import dev.synod.api.Outcome;

/** A request that has its outcome. */
record Ended(long request, Outcome<Object> outcome) {}
