/**
 * Where members remember: a journal plugin for Pekko Persistence on LevelDB, and the directory that
 * it lies in.
 *
 * <p>Knows bytes, not Paxos. Remembers whatever persistent actors write under the plugin id {@code
 * synod.persistence.leveldb.journal}, synced before it is confirmed. In and out: Pekko's journal
 * protocol. Rules kept: A3 (confirmed means on the disk), D1 (one process per directory), D3 (after
 * a failed write nothing is confirmed any more). What it does not keep yet stands in the module's
 * README.
 */
@NullMarked
package dev.synod.persistence;

import org.jspecify.annotations.NullMarked;
