package dev.synod.persistence.store;

/** Where a frame begins: the segment's number, and the byte in its file. */
public record Place(long segment, int position) {}
