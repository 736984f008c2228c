/**
 * The key-value store: rules of put, delete and compare-and-set, with a version per key.
 *
 * <p>Remembers {@link dev.synod.demo.kv.KeyValues}, a part of the replicated state. Commands,
 * queries and replies are {@link dev.synod.demo.kv.KeyValueMessage}. Pure: the result depends on
 * state and command alone, so every replica comes to the same (rule S1).
 */
@NullMarked
package dev.synod.demo.kv;

import org.jspecify.annotations.NullMarked;
