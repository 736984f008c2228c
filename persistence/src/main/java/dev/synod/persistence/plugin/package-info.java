/**
 * The journal and the snapshot store that Pekko Persistence sees: thin shells over one {@link
 * dev.synod.persistence.store.Store}.
 *
 * <p>Knows Pekko's persistence protocol and nothing of Paxos. Remembers nothing itself. In: writes,
 * replays and deletions from persistent actors; out: what the store answers. Rules kept: A3
 * (confirmed means synced), and that what is rejected was not stored, no part of it.
 */
@NullMarked
package dev.synod.persistence.plugin;

import org.jspecify.annotations.NullMarked;
