package dev.synod.protocol;

/**
 * One member as a configuration names it.
 *
 * @param address where its node listens, {@code host:port}
 * @param incarnation the only disk under this id whose votes count
 */
public record MemberRecord(MemberId id, String address, Incarnation incarnation) {}
