package dev.synod.notary;

import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.protocol.Effect;
import java.util.List;
import java.util.Optional;

/**
 * What a notary does next: remember first, then say (rule A3).
 *
 * @param state already with what is to be remembered
 * @param doubts about other members' disks, for this member's operator
 * @param disowned why this member's own disk must not vote, for its operator; it is over then
 */
record Decision(
    NotaryState state,
    Optional<Noted> remember,
    List<Effect> say,
    List<String> doubts,
    Optional<String> disowned) {

  static Decision stay(NotaryState state) {
    return new Decision(state, Optional.empty(), List.of(), List.of(), Optional.empty());
  }

  /** With all that this state knows remembered first. */
  Decision remembering() {
    return new Decision(state, Optional.of(state.noted()), say, doubts, disowned);
  }

  Decision saying(List<Effect> effects) {
    return new Decision(state, remember, effects, doubts, disowned);
  }

  Decision doubting(String line) {
    return new Decision(state, remember, say, List.of(line), disowned);
  }

  Decision disowned(String line) {
    return new Decision(state, remember, say, doubts, Optional.of(line));
  }
}
