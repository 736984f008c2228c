/**
 * Whether a disk is the one that voted, or an older copy of it.
 *
 * <p>The notary remembers (in a journal of its own): how often a node was started on this disk,
 * with a random token for each start, and how far the disks of the other members were seen to have
 * come. In and out: {@link dev.synod.protocol.NotaryMessage}; from the own acceptor {@link
 * dev.synod.protocol.NotaryNotice.Written}, to it {@link
 * dev.synod.protocol.AcceptorNotice.Vouched}. Rules kept: D1 (a disk that was set back, or runs
 * twice, does not vote), A3 (nothing is said before it is durable).
 *
 * <p>What it can't see: that events are missing of which none of those asked has heard a count. So
 * those of the last moments before a crash; and, where an election quorum is no more than a
 * majority, all that happened while the one that vouches was away, if whoever knows more is away
 * now. A disk that loses what it has confirmed to be written is not to be trusted at all.
 */
@NullMarked
package dev.synod.notary;

import org.jspecify.annotations.NullMarked;
