package dev.synod.protocol;

/**
 * One member as a configuration names it.
 *
 * @param address where its node listens, {@code host:port}
 * @param incarnation the only disk under this id whose votes count
 */
public record MemberRecord(MemberId id, String address, Incarnation incarnation, MemberKind kind) {

  /** A member that votes. */
  public static MemberRecord voter(MemberId id, String address, Incarnation incarnation) {
    return new MemberRecord(id, address, incarnation, MemberKind.VOTER);
  }

  /** The same disk at the same place as a member of another kind. */
  public MemberRecord as(MemberKind other) {
    return new MemberRecord(id, address, incarnation, other);
  }
}
