package dev.synod.learner;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.MemberId;

/**
 * What leaders have announced.
 *
 * @param ballot the highest ballot of an announcement; own votes under it count through {@code
 *     matches} (rule C2)
 * @param heard the highest slot that anyone announced; {@code source} knows the values
 */
record Known(Ballot ballot, long matches, long heard, MemberId source) {

  /** With slots that are chosen, as this member knows, under whatever ballot. */
  Known with(MemberId from, long through) {
    return through > heard ? new Known(ballot, matches, through, from) : this;
  }

  /** In the next epoch; what this member knows to be chosen itself need not be asked for. */
  Known entering(long through) {
    return new Known(ballot, 0, Math.max(heard, through), source);
  }

  Known with(MemberId from, Chosen chosen) {
    boolean newer = !chosen.ballot().below(ballot);
    boolean same = chosen.ballot().equals(ballot);
    return new Known(
        newer ? chosen.ballot() : ballot,
        same ? Math.max(matches, chosen.through()) : newer ? chosen.through() : matches,
        Math.max(heard, chosen.through()),
        newer || chosen.through() > heard ? from : source);
  }
}
