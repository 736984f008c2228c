package dev.synod.membership;

import dev.synod.protocol.MemberId;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * What was logged against others, so that each line is logged once. Names cost nothing, so only so
 * many are kept.
 *
 * @param last the last line per member, of at most {@link #MEMBERS}
 */
record Complaints(PSortedMap<MemberId, String> last) {
  private static final int MEMBERS = 64;

  /** Nobody has done anything. */
  static Complaints none() {
    return new Complaints(TreePMap.empty());
  }

  /** With one more; empty if it is no news, or there are too many. */
  Optional<Complaints> with(MemberId about, String line) {
    boolean known = last.containsKey(about);
    return line.equals(last.get(about)) || (!known && last.size() >= MEMBERS)
        ? Optional.empty()
        : Optional.of(new Complaints(last.plus(about, line)));
  }
}
