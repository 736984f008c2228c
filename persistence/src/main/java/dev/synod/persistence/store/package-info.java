/**
 * A directory that remembers: events and snapshots of many persistence ids in checksummed segment
 * files, written by one thread, many requests per sync.
 *
 * <p>Knows bytes; neither actors nor Paxos. Remembers events by (persistence id, sequence number),
 * how far they were deleted, and snapshots in chunks. In: {@link Store}'s calls. Out: futures that
 * complete once the bytes are on the disk. Rules kept: A3 (confirmed means synced), D1 (a directory
 * has an incarnation and a marker outside of it), D2 (damage is an error, never a shorter history),
 * D3 (after one failed write nothing is confirmed any more).
 */
@NullMarked
package dev.synod.persistence.store;

import org.jspecify.annotations.NullMarked;
