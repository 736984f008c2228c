/**
 * The replica: runs the user's state machine over the chosen log, answers the clients of its node.
 *
 * <p>Remembers, the same on every member: the machine's state, the client sessions with their
 * results, the log's time and how far the log is applied. Remembers for its own node only: commands
 * and reads that wait for their outcome. On the disk it keeps a snapshot of the former, whole in
 * memory while it is written or lent. Chosen values come in from the learner, {@code ReadIndex}
 * from the leader's learner, requests from {@link dev.synod.replica.ReplicaDoor}; {@code Submit}
 * goes to the leader's proposer, {@code ReadIndexAsk} to its learner, {@code Applied} and {@code
 * SnapshotSaved} to the own learner; {@code FetchSnapshot} and {@code SnapshotPart} go from replica
 * to replica. On a witness {@link dev.synod.replica.Bystander} stands in its place. Rules kept
 * here: L5 and P2 (applied in slot order, without a gap), P1 (a failing command leaves its
 * neighbours alone), S1 to S5 (sessions, dedup at apply, outcomes), R1c and R3 (a read is confirmed
 * by a round that began after it arrived), G1 (only what was read back is said to be saved), G2,
 * G3, G5, G6 (what a snapshot holds, how it comes over from another member).
 */
@NullMarked
package dev.synod.replica;

import org.jspecify.annotations.NullMarked;
