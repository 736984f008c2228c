/**
 * The leader elector: who should lead, as far as this member can hear.
 *
 * <p>Remembers nothing durably. In come heartbeats and the questions of other electors; out go
 * heartbeats while this member leads, and to the own proposer the order to campaign or to step
 * down. It decides nothing that safety rests on: two members that both campaign are sorted out by
 * their ballots. Silence is measured against how regularly the other was heard before (Rhythm).
 * Rules kept here: L6 (a leader that reaches no quorum or whose disk stalls steps down), L7 (no
 * campaign without an election time-out and a quorum's pre-vote).
 *
 * <pre>
 *   Waiting    --journal replayed-->            Following
 *   Following  --nothing heard in time-->       Asking (pre-vote)
 *   Asking     --quorum would support it-->     Campaigning
 *   Asking     --time-out-->                    Following, for longer than before
 *   Campaigning--phase 1 done-->                Leading
 *   Campaigning--refused, time-out-->           Following, for longer than before
 *   any        --heartbeat of a leader-->       Following
 *   Leading    --no quorum answers, disk stalls, higher ballot--> Following
 * </pre>
 */
@NullMarked
package dev.synod.elector;

import org.jspecify.annotations.NullMarked;
