package dev.synod;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.acceptor.AcceptorState;
import dev.synod.acceptor.Decision;
import dev.synod.acceptor.Grant;
import dev.synod.acceptor.Identity;
import dev.synod.acceptor.Request;
import dev.synod.acceptor.Terms;
import dev.synod.learner.LearnerState;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.ProposerNotice.StepDown;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.settings.SynodSettings.LearnerSettings;
import dev.synod.settings.SynodSettings.ProposerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The steady state costs one round trip. A message from one member to another takes one delay, a
 * word within a member none; three values in succession take 8 delays when one election serves them
 * all, and 12 when each of them is elected for.
 */
class MessageDelaysTest {
  private final Map<MemberId, Member> members = new TreeMap<>();
  private final Map<String, Integer> messages = new TreeMap<>();
  private List<Effect.Send> flying = new ArrayList<>();
  private List<MemberId> senders = new ArrayList<>();

  MessageDelaysTest() {
    Cast.members(3).ids().forEach(id -> members.put(id, new Member(id)));
  }

  @Test
  void oneElectionAndThreeValuesTakeEightDelays() {
    int delays = elect();
    assertThat(delays).isEqualTo(2);
    for (long number = 1; number <= 3; number++) {
      delays += choose(number);
    }

    assertThat(delays).isEqualTo(8);
    assertThat(messages)
        .isEqualTo(Map.of("Prepare", 2, "Promise", 2, "Accept", 6, "Accepted", 6, "Chosen", 8));
  }

  @Test
  void anElectionForEachOfThreeValuesTakesTwelveDelays() {
    int delays = 0;
    for (long number = 1; number <= 3; number++) {
      delays += elect() + choose(number);
      member(Cast.N1).told(new StepDown());
    }

    assertThat(delays).isEqualTo(12);
    assertThat(messages)
        .isEqualTo(Map.of("Prepare", 6, "Promise", 6, "Accept", 6, "Accepted", 6, "Chosen", 12));
  }

  private Member member(MemberId id) {
    return requireNonNull(members.get(id));
  }

  private int elect() {
    Member leader = member(Cast.N1);
    leader.told(new Campaign(leader.acceptor.promised()));
    return delaysUntil(() -> leader.leads);
  }

  private int choose(long number) {
    Member leader = member(Cast.N1);
    long before = leader.delivered;
    leader.hear(Cast.N1, new Submit(List.of(WorldValues.command(number))));
    return delaysUntil(() -> leader.delivered > before);
  }

  /** Delays until it is so; what flies then still lands before the next count begins. */
  private int delaysUntil(BooleanSupplier reached) {
    int delays = 0;
    while (!reached.getAsBoolean()) {
      assertThat(flying).as("something is on its way").isNotEmpty();
      land();
      delays++;
    }
    while (!flying.isEmpty()) {
      land();
    }
    return delays;
  }

  private void land() {
    List<Effect.Send> landing = flying;
    List<MemberId> from = senders;
    flying = new ArrayList<>();
    senders = new ArrayList<>();
    for (int i = 0; i < landing.size(); i++) {
      Effect.Send send = landing.get(i);
      messages.merge(send.message().getClass().getSimpleName(), 1, Integer::sum);
      member(send.to()).hear(from.get(i), send.message());
    }
  }

  /** The rules of one member; a word within it is heard at once. */
  private final class Member {
    private final MemberId id;
    private AcceptorState acceptor;
    private ProposerState proposer;
    private LearnerState learner;
    private long delivered;
    private boolean leads;

    private Member(MemberId id) {
      Configuration configuration = Cast.members(3);
      Duration day = Duration.ofDays(1);
      this.id = id;
      this.acceptor =
          AcceptorState.empty(
              new Identity(
                  new GroupName("delays"),
                  id,
                  configuration.member(id).orElseThrow().incarnation()));
      this.proposer =
          ProposerState.initial(
              id,
              configuration,
              new ProposerSettings(1, 10_000, 10_000, day, day, day),
              WorldValues.CODEC);
      this.learner =
          LearnerState.initial(
              id,
              configuration,
              new LearnerSettings(day, Duration.ZERO, 100, 100, 100, 1 << 20),
              new SnapshotSaved(0, 0, Cast.FOUNDING, 0));
    }

    private void hear(MemberId from, PaxosMessage message) {
      if (message instanceof ProposerMessage told) {
        take(proposer.receive(from, told, moment()), next -> proposer = next);
      } else if (message instanceof LearnerMessage told) {
        take(learner.receive(from, told, moment()), next -> learner = next);
      } else if (message instanceof AcceptorMessage told) {
        decide(new Request.ByMember(from, told));
      }
    }

    private void told(Object notice) {
      if (notice instanceof ProposerNotice told) {
        take(proposer.notice(told, moment()), next -> proposer = next);
      } else if (notice instanceof LearnerNotice told) {
        leads = told instanceof LearnerNotice.Leading || (leads && !isEnd(told));
        take(learner.notice(told, moment()), next -> learner = next);
      } else if (notice instanceof AcceptorNotice told) {
        decide(new Request.FromWithin(told));
      } else if (notice instanceof Deliver deliver) {
        delivered += deliver.values().size();
        told(new LearnerNotice.Applied(delivered));
      }
    }

    private boolean isEnd(LearnerNotice notice) {
      return notice instanceof LearnerNotice.Following;
    }

    private void decide(Request request) {
      Decision decision =
          acceptor.decide(List.of(request), new Terms(100_000, Cast.members(3), Grant.NONE, 0));
      decision.remember().ifPresent(event -> acceptor = acceptor.after(event));
      decision.say().forEach(this::perform);
    }

    private <S extends RoleRules<S, ?, ?>> void take(Step<S> step, Consumer<S> state) {
      state.accept(step.state());
      step.effects().forEach(this::perform);
    }

    private void perform(Effect effect) {
      if (effect instanceof Effect.Post post) {
        told(post.notice());
      } else if (effect instanceof Effect.Send send && send.to().equals(id)) {
        hear(id, send.message());
      } else if (effect instanceof Effect.Send send) {
        flying.add(send);
        senders.add(id);
      }
    }

    private Moment moment() {
      return new Moment(0, new Random(1));
    }
  }
}
