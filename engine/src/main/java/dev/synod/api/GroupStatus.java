package dev.synod.api;

import java.util.List;
import java.util.Optional;

/**
 * A member's own view of its group at one moment.
 *
 * @param member this member's id
 * @param members of the epoch, in the order of their ids; none while the group is not founded here
 * @param quorums of the epoch's voters; 0 and 0 while the group is not founded here
 * @param leases of the epoch; 0 ms if its leaders have none
 * @param epoch 0 while the group is not founded here
 * @param ballot the leader's, or the highest seen, as {@code epoch.round.member}
 * @param leader who leads, as far as this member knows
 * @param chosenThrough this member knows every slot through this one to be chosen; what is above
 *     {@code appliedThrough} is still to be applied here
 * @param appliedThrough the state machine has applied the log through this slot; a witness has
 *     none: 0, and {@code stateHash} is {@code none}
 * @param snapshotThrough this member's disk holds the state after this slot; 0 if it holds none
 * @param logTimeMillis the log's time at {@code appliedThrough}
 * @param stateHash hash of state and sessions at {@code appliedThrough}: equal on all members at
 *     equal slots
 * @param sessions open client sessions
 * @param pending commands of this node that wait for their outcome
 * @param leaderChanges how often the leader has changed, and why the last time
 */
public record GroupStatus(
    String group,
    String member,
    List<Member> members,
    Quorums quorums,
    Leases leases,
    long epoch,
    String ballot,
    Optional<String> leader,
    long chosenThrough,
    long appliedThrough,
    long snapshotThrough,
    long logTimeMillis,
    String stateHash,
    int sessions,
    int pending,
    LeaderChanges leaderChanges) {

  /** Copies the list. */
  public GroupStatus {
    members = List.copyOf(members);
  }

  /**
   * One member of the epoch.
   *
   * @param address where its node listens for the others, {@code host:port}
   * @param kind {@code voter}, {@code witness}, {@code joiner} or {@code observer}
   * @param incarnation of its disk, a UUID: another disk under this id has no part in the epoch
   */
  public record Member(String id, String address, String kind, String incarnation) {}

  /**
   * The changes of leader that this member has seen since it started.
   *
   * @param count leads that took another's place; the same leader under another ballot counts
   * @param lastCause why a lead was lost the last time, as well as this member can know: {@code
   *     none}, {@code missed-heartbeats}, {@code no-quorum}, {@code no-progress}, {@code
   *     higher-ballot}, {@code disk-stall}, {@code transfer}, {@code members-changed} or {@code
   *     long-pause}
   */
  public record LeaderChanges(long count, String lastCause) {}

  /**
   * How many voters decide.
   *
   * @param election so many elect a leader
   * @param accept so many have accepted a value before it is chosen
   */
  public record Quorums(int election, int accept) {}

  /**
   * How leaders may read without asking anybody.
   *
   * @param millis how long a lease lasts
   * @param driftPpm by which no clock is off, in parts in a million
   */
  public record Leases(long millis, int driftPpm) {
    /** There are none. */
    public static final Leases NONE = new Leases(0, 0);
  }
}
