package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One transaction in bad weather, all of it from a seed; at the end the weather is fine again. */
final class RandomRun<M, E> {
  private static final int STEPS = 150;
  private static final int PERCENT = 100;

  private final SplittableRandom dice;
  private final Stage<M, E> stage;
  private final List<MemberId> nodes;
  private final List<MemberId> participants;
  private final List<MemberId> busy = new ArrayList<>();
  private boolean unanimous = true;

  RandomRun(long seed, Map<MemberId, CommitNode<M, E>> cast, List<MemberId> participants) {
    this.dice = new SplittableRandom(seed);
    this.stage = new Stage<>(cast);
    this.nodes = List.copyOf(cast.keySet());
    this.participants = participants;
    participants.forEach(this::wish);
  }

  private void wish(MemberId participant) {
    int roll = dice.nextInt(PERCENT);
    if (roll < 10) {
      unanimous = false;
      stage.wish(participant, Choice.ABORT);
    } else if (roll < 25) {
      busy.add(participant);
      stage.silence(participant);
    }
  }

  /** Letters are lost, late and repeated, nodes crash, clocks run fast, the network splits. */
  RandomRun<M, E> storm(MemberId conductor) {
    stage.begin(dice.nextBoolean() ? conductor : any(participants), participants);
    for (int step = 0; step < STEPS; step++) {
      act(dice.nextInt(PERCENT));
    }
    return this;
  }

  private void act(int roll) {
    if (roll < 65) {
      if (!stage.flights().isEmpty()) {
        fly(any(stage.flights()), roll);
      }
    } else if (roll < 80) {
      stage.timeOut(any(nodes));
    } else if (roll < 84) {
      stage.crash(any(nodes));
    } else if (roll < 87) {
      stage.crashAfter(any(nodes), dice.nextInt(4));
    } else if (roll < 95) {
      stage.restart(any(nodes));
    } else if (roll < 96) {
      stage.split(List.of(any(nodes), any(nodes)));
    } else if (roll < 98) {
      stage.heal();
    } else if (!busy.isEmpty()) {
      stage.answer(busy.remove(0), Choice.COMMIT);
    }
  }

  private void fly(Flight<M> flight, int roll) {
    if (roll < 50) {
      stage.deliver(flight);
    } else if (roll < 57) {
      stage.lose(flight);
    } else {
      stage.repeat(flight);
    }
  }

  /** Nothing is lost or late: only nodes crash, in the middle of what they say, and return. */
  RandomRun<M, E> crashes(MemberId conductor) {
    nodes.forEach(
        node -> {
          if (dice.nextInt(PERCENT) < 40) {
            stage.crashAfter(node, dice.nextInt(8));
          }
        });
    stage.begin(conductor, participants);
    for (int tick = 0; tick < 12; tick++) {
      stage.deliverAll();
      int roll = dice.nextInt(PERCENT);
      if (roll < 20) {
        stage.restart(any(nodes));
      } else if (roll < 30) {
        stage.crashAfter(any(nodes), dice.nextInt(4));
      }
      stage.tick();
    }
    return this;
  }

  /** All is well again, but for these, which are gone for good. */
  Verdict calm(List<MemberId> gone) {
    stage.heal();
    List<MemberId> others = new ArrayList<>(nodes);
    others.removeAll(gone);
    gone.forEach(stage::crash);
    others.forEach(stage::restart);
    stage.settle();
    boolean wrong = stage.held().contains(Choice.COMMIT) && !(unanimous && busy.isEmpty());
    return wrong ? Verdict.DISAGREEMENT : stage.verdict(participants);
  }

  private <T> T any(List<T> some) {
    return some.get(dice.nextInt(some.size()));
  }
}
