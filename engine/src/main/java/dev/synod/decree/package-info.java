/**
 * Agreement on one value: Paxos as it is first told (Paxos Made Simple, section 2), without a log,
 * an epoch or a leader. The room to read first.
 *
 * <p>Rules only. An acceptor promises and votes, a proposer makes one attempt in two phases, a
 * learner counts votes. Who is refused tries again, with a higher ballot and after a pause: that is
 * the register's part (its {@code Endeavour} and {@code Pace}), which has actors. Rules kept here:
 * A1, A2, A5 (an acceptor never goes back), A6 (the value of the highest vote goes on), A7 (votes
 * under one ballot, each member once), B4 (an answer repeats the ballot that it answers), C1 (one
 * value), F1 (quorums of the two phases meet).
 */
@NullMarked
package dev.synod.decree;

import org.jspecify.annotations.NullMarked;
