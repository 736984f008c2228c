/**
 * The replicated state of the demo as one state machine: keys, bank and inventory side by side.
 *
 * <p>Remembers {@link dev.synod.demo.ledger.Ledger}. {@link dev.synod.demo.ledger.LedgerMachine}
 * hands each command to the room that has its rules; {@link dev.synod.demo.ledger.LedgerSerializer}
 * is its binding to Pekko Serialization, for the log, for results and for the hash by which
 * replicas are compared.
 */
@NullMarked
package dev.synod.demo.ledger;

import org.jspecify.annotations.NullMarked;
