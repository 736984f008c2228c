package dev.synod.persistence.store;

/**
 * Which of a persistence id's snapshots: the sequence number that it covers through, and when it
 * was taken, in milliseconds since 1970. A second one with the same sequence number replaces the
 * first.
 */
public record SnapshotId(long sequence, long time) {}
