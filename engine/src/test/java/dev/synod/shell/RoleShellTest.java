package dev.synod.shell;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.ballot;
import static dev.synod.Cast.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.Cast;
import dev.synod.elector.ElectorState;
import dev.synod.elector.LeaderElector;
import dev.synod.learner.Learner;
import dev.synod.learner.LearnerState;
import dev.synod.proposer.Proposer;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.settings.SynodSettings;
import dev.synod.wire.CommandCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The actors of the roles that persist nothing: they do what their rules say, and nothing else. */
class RoleShellTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final SynodSettings SETTINGS =
      SynodSettings.create(
          ConfigFactory.parseString(
                  """
                  synod.acceptor.journal = "some.journal"
                  some.journal.class = "some.Journal"
                  synod.replica.snapshot-store = ""
                  """)
              .withFallback(ConfigFactory.load()));

  /** Time passes when the test says so. */
  private static final Duration NEVER = Duration.ofDays(1);

  private final TestProbe<Effect> said = KIT.createTestProbe(Effect.class);
  private final AtomicLong clock = new AtomicLong();
  private final Seat seat =
      new Seat(
          N1,
          new Recording(said.getRef()),
          mail -> mail.from().equals(N1) || mail.from().equals(N2),
          clock::get,
          new SplittableRandom(1));

  private record Recording(ActorRef<Effect> probe) implements Postbox {
    @Override
    public void send(MemberId to, PaxosMessage message) {
      probe.tell(new Effect.Send(to, message));
    }

    @Override
    public void post(Notice notice) {
      probe.tell(new Effect.Post(notice));
    }
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  /** B2: others hear of a ballot only after the own acceptor has promised it. */
  @Test
  void theProposerCampaignsWhenTheElectorSaysSo() {
    ActorRef<Mail> proposer = KIT.spawn(proposer());
    Ballot first = ballot(1, N1);

    proposer.tell(new ProposerNotice.Campaign(Ballot.NONE));

    said.expectMessage(new Effect.Send(N1, new Prepare(first, 1)));
    said.expectNoMessage(Duration.ZERO);
    proposer.tell(from(N1, new ProposerMessage.Promise(first, 1, 0, List.of(), List.of(), 0, 0)));
    said.expectMessage(new Effect.Send(N2, new Prepare(first, 1)));
  }

  /** B4: mail that is not admitted reaches no rule. */
  @Test
  void refusedMailIsDropped() {
    ActorRef<Mail> proposer = KIT.spawn(proposer());
    proposer.tell(new ProposerNotice.Campaign(Ballot.NONE));
    said.expectMessageClass(Effect.Send.class);

    proposer.tell(from(Cast.N3, new ProposerMessage.Nack(ballot(1, N1), ballot(9, N2))));
    proposer.tell(from(N2, new ProposerMessage.Nack(ballot(1, N1), ballot(5, N2))));

    said.expectMessage(new Effect.Post(new ElectorNotice.Deposed(ballot(5, N2))));
  }

  /** A tick makes the rules look at the clock that the shell hands them. */
  @Test
  void aTickRepeatsWhatIsOverdue() {
    ActorRef<Mail> proposer = KIT.spawn(proposer());
    proposer.tell(new ProposerNotice.Campaign(Ballot.NONE));
    said.expectMessageClass(Effect.Send.class);

    proposer.tell(Mail.Tick.INSTANCE);
    clock.set(SETTINGS.proposer().resend().toMillis());
    proposer.tell(Mail.Tick.INSTANCE);

    said.expectMessage(new Effect.Send(N1, new Prepare(ballot(1, N1), 1)));
    said.expectNoMessage(Duration.ZERO);
  }

  /** L5: what is chosen goes to the replica in order, and to the acceptor for keeping. */
  @Test
  void theLearnerDeliversWhatItIsTold() {
    ActorRef<Mail> learner =
        KIT.spawn(
            Learner.create(
                seat,
                LearnerState.initial(
                    N1,
                    Cast.members(2),
                    SETTINGS.learner(),
                    new SnapshotSaved(0, 0, Cast.FOUNDING, 0)),
                NEVER));

    learner.tell(from(N2, new LearnerMessage.CatchUpPage(1, List.of(value("a")), 1, 0)));

    assertThat(List.of(said.receiveMessage(), said.receiveMessage()))
        .contains(
            new Effect.Post(new AcceptorNotice.Learned(1, List.of(value("a")))),
            new Effect.Post(new ReplicaNotice.Deliver(1, List.of(value("a")), 1)));
  }

  /** A broken rule (C1: two values in one slot) stops the actor for good. */
  @Test
  void aBrokenRuleStopsTheActor() {
    ActorRef<Mail> learner =
        KIT.spawn(
            Learner.create(
                seat,
                LearnerState.initial(
                    N1,
                    Cast.members(2),
                    SETTINGS.learner(),
                    new SnapshotSaved(0, 0, Cast.FOUNDING, 0)),
                NEVER));

    learner.tell(from(N2, new LearnerMessage.CatchUpPage(2, List.of(value("a")), 2, 0)));
    learner.tell(from(N2, new LearnerMessage.CatchUpPage(2, List.of(value("b")), 2, 0)));

    said.expectTerminated(learner);
  }

  /** L7: a campaign comes after silence and a quorum's pre-vote. */
  @Test
  void theElectorAsksBeforeItCampaigns() {
    ActorRef<Mail> elector =
        KIT.spawn(
            LeaderElector.create(
                seat, ElectorState.initial(N1, Cast.members(2), SETTINGS.elector()), NEVER));
    elector.tell(new ElectorNotice.Recovered(ballot(3, N2)));
    elector.tell(from(N2, new ElectorMessage.PreVote(7)));
    said.expectMessage(
        new Effect.Send(N2, new ElectorMessage.PreVoteReply(7, true, ballot(3, N2))));

    clock.set(2 * SETTINGS.elector().timeout().toMillis());
    elector.tell(Mail.Tick.INSTANCE);

    said.expectMessage(new Effect.Send(N2, new ElectorMessage.PreVote(1)));
    elector.tell(from(N2, new ElectorMessage.PreVoteReply(1, true, ballot(4, N2))));
    said.expectMessage(new Effect.Post(new ProposerNotice.Campaign(ballot(4, N2))));
    elector.tell(new ElectorNotice.Elected(ballot(5, N1)));
    assertThat(List.of(said.receiveMessage(), said.receiveMessage()))
        .containsExactlyInAnyOrder(
            new Effect.Send(N2, new ElectorMessage.Heartbeat(ballot(5, N1), 1)),
            new Effect.Post(new ReplicaNotice.LeaderIs(Optional.of(N1), ballot(5, N1))));
  }

  private Behavior<Mail> proposer() {
    return Proposer.create(
        seat,
        ProposerState.initial(N1, Cast.members(2), SETTINGS.proposer(), new CommandCodec()),
        NEVER);
  }

  private static Envelope from(MemberId member, PaxosMessage message) {
    return new Envelope(
        new GroupName("g"), "c", 1, member, new Incarnation(new UUID(0, 1)), message);
  }
}
