/**
 * The command {@code storage}: looks into the data directory of a node that does not run.
 *
 * <p>Remembers nothing and changes nothing. {@code verify} checks all of a store, {@code dump}
 * shows its events as text; what is read and checked is for {@link
 * dev.synod.persistence.store.Inspection} to know, which text an event has for {@link
 * dev.synod.wire.EventText}.
 */
@NullMarked
package dev.synod.demo.storage;

import org.jspecify.annotations.NullMarked;
