package dev.synod.protocol;

import java.util.random.RandomGenerator;

/**
 * When a rule is asked, and its dice: rules have neither clock nor chance of their own.
 *
 * @param now milliseconds of a monotonic clock
 */
public record Moment(long now, RandomGenerator chance) {}
