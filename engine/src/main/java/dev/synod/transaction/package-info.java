/**
 * Transactions as actors: what {@link dev.synod.commit} says of one transaction, for all that the
 * members of a {@link dev.synod.transaction.Circle} ever begin.
 *
 * <p>Each member has an event-sourced actor for each of its roles: it has a table with one row per
 * transaction, hands each letter to its row, and has one write for all that is to be remembered at
 * a time. An initiator numbers what is begun at its node, and knows when every participant is done
 * with it: then all forget it, and hear nothing of it any more. Rules kept here: A3 (remembered,
 * then said), K1 to K5 and T5 over restarts and after a transaction is forgotten.
 */
@NullMarked
package dev.synod.transaction;

import org.jspecify.annotations.NullMarked;
