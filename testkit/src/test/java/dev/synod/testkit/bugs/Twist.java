package dev.synod.testkit.bugs;

import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that a role does wrong: what it hears, or what it says, is not what the sound rules
 * hear or say. It may remember things, for one life of a member.
 */
abstract class Twist<S extends RoleRules<S, M, N>, M extends PaxosMessage, N extends Notice> {

  Step<S> receive(S rules, MemberId from, M message, Moment moment) {
    return rules.receive(from, message, moment);
  }

  Step<S> notice(S rules, N notice, Moment moment) {
    return rules.notice(notice, moment);
  }

  Step<S> tick(S rules, Moment moment) {
    return rules.tick(moment);
  }

  /** What becomes of one thing that the rules want to be said. */
  Stream<Effect> say(Effect effect) {
    return Stream.of(effect);
  }

  final Step<S> saying(Step<S> step) {
    List<Effect> said = step.effects().stream().flatMap(this::say).toList();
    return new Step<>(step.state(), said);
  }
}
