package dev.synod.commit;

import dev.synod.protocol.MemberId;
import org.pcollections.TreePMap;

/**
 * Who leads a three-phase commit once its coordinator is taken for dead: the participants one after
 * the other, in the order of their list, each as long as it is heard. All of it is volatile.
 *
 * @param part what this participant does in it
 * @param heard whether something came from who leads since the last silence
 * @param next the place in the list of the one that leads if nothing is heard
 * @param precommitted who has told how far it is
 */
public record Succession(
    Part part, boolean heard, int next, TreePMap<MemberId, Boolean> precommitted) {

  /** What a participant does while the transaction is open. */
  public enum Part {
    /** Waits for who leads. */
    FOLLOWS,
    /** Leads, and has asked the others how far they are. */
    ASKS,
    /** Leads, and has told the others to be ready to commit. */
    MOVES,
    /** Was away: the others may have decided without it, so it asks, and never leads. */
    RETURNS
  }

  static final Succession NONE = new Succession(Part.FOLLOWS, true, 0, TreePMap.empty());
  static final Succession AFTER_A_CRASH = new Succession(Part.RETURNS, false, 0, TreePMap.empty());

  Succession with(boolean hearing) {
    return new Succession(part, hearing, next, precommitted);
  }

  Succession as(Part other) {
    return new Succession(other, heard, next, precommitted);
  }

  /** The one whose turn it was is silent too. */
  Succession passing() {
    return new Succession(part, heard, next + 1, precommitted);
  }

  /** A participant at this place leads; who leads from a later one gives way. */
  Succession led(int place) {
    boolean yields = part != Part.RETURNS && place < next;
    return place < 0
        ? this
        : new Succession(
            yields ? Part.FOLLOWS : part, true, Math.max(next, place + 1), precommitted);
  }

  Succession told(MemberId from, boolean precommitted) {
    return new Succession(part, heard, next, this.precommitted.plus(from, precommitted));
  }

  boolean leads() {
    return part == Part.ASKS || part == Part.MOVES;
  }
}
