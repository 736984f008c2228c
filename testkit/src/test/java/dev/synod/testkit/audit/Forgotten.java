package dev.synod.testkit.audit;

/** Bound to a serializer that forgets the second part. */
record Forgotten(String kept, String lost) {}
