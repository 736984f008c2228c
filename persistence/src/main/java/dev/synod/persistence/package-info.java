/**
 * Where members remember: one directory for each node, which one process holds at a time.
 *
 * <p>Knows bytes, not Paxos. What remembers is the {@linkplain dev.synod.persistence.store store};
 * what Pekko sees of it are the {@linkplain dev.synod.persistence.plugin plugins}. In and out:
 * Pekko's journal and snapshot protocols. Rules kept: A3 (confirmed means on the disk), D1 (whose
 * directory, and one process), D2 (damage is an error), D3 (after a failed write nothing is
 * confirmed any more).
 */
@NullMarked
package dev.synod.persistence;

import org.jspecify.annotations.NullMarked;
