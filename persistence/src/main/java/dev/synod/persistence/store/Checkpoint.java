package dev.synod.persistence.store;

import java.util.SortedMap;

/**
 * Through which segment an index is complete.
 *
 * @param segment the last one that is in the index; it is full
 * @param end the place of its last frame
 * @param chain that frame
 * @param holders the segments that exist then, each with the number of runs and snapshots that need
 *     it
 */
record Checkpoint(long segment, int end, Chain chain, SortedMap<Long, Integer> holders) {}
