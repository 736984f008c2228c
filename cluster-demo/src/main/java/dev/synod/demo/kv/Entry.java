package dev.synod.demo.kv;

/**
 * What a key holds.
 *
 * @param version 1 when the key was created, one more with each write; a deleted key starts anew
 */
public record Entry(String value, long version) {}
