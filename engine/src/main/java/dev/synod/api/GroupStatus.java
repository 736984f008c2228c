package dev.synod.api;

import java.util.List;
import java.util.Optional;

/**
 * A member's own view of its group at one moment.
 *
 * @param member this member's id
 * @param members all voters of the epoch, {@code id@host:port}
 * @param epoch 0 while the group is not founded
 * @param ballot the leader's, or the highest seen, as {@code epoch.round.member}
 * @param leader who leads, as far as this member knows
 * @param chosenThrough this member knows every slot through this one to be chosen; what is above
 *     {@code appliedThrough} is still to be applied here
 * @param appliedThrough the state machine has applied the log through this slot
 * @param snapshotThrough this member's disk holds the state after this slot; 0 if it holds none
 * @param logTimeMillis the log's time at {@code appliedThrough}
 * @param stateHash hash of state and sessions at {@code appliedThrough}: equal on all members at
 *     equal slots
 * @param sessions open client sessions
 * @param pending commands of this node that wait for their outcome
 */
public record GroupStatus(
    String group,
    String member,
    List<String> members,
    long epoch,
    String ballot,
    Optional<String> leader,
    long chosenThrough,
    long appliedThrough,
    long snapshotThrough,
    long logTimeMillis,
    String stateHash,
    int sessions,
    int pending) {}
