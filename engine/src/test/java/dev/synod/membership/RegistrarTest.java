package dev.synod.membership;

import static dev.synod.membership.Group.after;
import static dev.synod.membership.Group.id;
import static dev.synod.membership.Group.voters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.MembershipException;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MembershipChange.Remove;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.RegistrarMessage.Change;
import dev.synod.protocol.RegistrarMessage.Refusal;
import dev.synod.protocol.RegistrarMessage.Report;
import dev.synod.protocol.RegistrarNotice.LeaderIs;
import dev.synod.shell.Enter;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shell: an operator's future ends as the rules say, and by no thread of the actor's turn. */
class RegistrarTest {
  private static final Configuration NOW = voters(3);
  private static final Duration SOON = Duration.ofSeconds(60);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<PaxosMessage> peers = kit.createTestProbe(PaxosMessage.class);
  private final CompletableFuture<Long> epoch = new CompletableFuture<>();
  private ActorRef<Mail> registrar = kit.system().ignoreRef();

  @BeforeEach
  void spawn() {
    registrar = kit.spawn(Registrar.create(seat(), NOW, Group.SETTINGS));
    registrar.tell(new LeaderIs(Optional.of(id(2)), 3));
    registrar.tell(new Registrar.Ask(new Remove(id(3)), OptionalLong.empty(), epoch));
  }

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void aChangeThatIsMadeEndsWithItsEpoch() {
    asked();

    registrar.tell(new Enter(new Entry(after(NOW, List.of(id(3))), Optional.empty()), seat()));
    registrar.tell(new LeaderIs(Optional.of(id(2)), 4));
    registrar.tell(mail(id(2), new Report(8, 8)));

    assertThat(epoch).succeedsWithin(SOON).isEqualTo(4L);
  }

  @Test
  void aChangeThatIsRefusedEndsWithTheReason() {
    Change change = asked();

    registrar.tell(mail(id(2), new Refusal(change.request(), "because")));

    assertThat(epoch)
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            MembershipException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(MembershipException.Reason.REFUSED);
              assertThat(refused).hasMessage("because");
            });
  }

  /** Rule E6: the group's lease and this node's time-outs come from different places. */
  @Test
  void whoseTimeoutsAreTooShortForTheLeaseIsWarned() {
    long longest = Group.SETTINGS.longestLease().toMillis();
    Configuration fits = after(NOW, List.of()).with(new LeaseTerms(longest, 0));
    Configuration tooLong = after(NOW, List.of()).with(new LeaseTerms(longest + 1, 0));
    LoggingTestKit warnings = LoggingTestKit.warn("leases of this group last").withOccurrences(1);

    warnings.expect(
        kit.system(),
        () -> {
          registrar.tell(new Enter(new Entry(fits, Optional.empty()), seat()));
          kit.spawn(Registrar.create(seat(), tooLong, Group.SETTINGS));
          return registrar;
        });
    warnings.expect(
        kit.system(),
        () -> {
          ActorRef<Mail> other = kit.spawn(Registrar.create(seat(), NOW, Group.SETTINGS));
          other.tell(new Enter(new Entry(tooLong, Optional.empty()), seat()));
          return other;
        });
  }

  /** Two runs of a node number their requests apart, or a late answer would end another's. */
  @Test
  void requestsAreNumberedByChance() {
    assertThat(asked().request()).isGreaterThan(1L << 32);
  }

  private Change asked() {
    PaxosMessage next = peers.receiveMessage();
    while (!(next instanceof Change)) {
      next = peers.receiveMessage();
    }
    assertThat(((Change) next).change()).isEqualTo(new Remove(id(3)));
    return (Change) next;
  }

  private Seat seat() {
    RecordingPostbox postbox =
        new RecordingPostbox((to, message) -> peers.getRef().tell(message), notice -> {});
    return new Seat(id(1), postbox, envelope -> true, () -> 0, new Random(1));
  }

  private static Envelope mail(MemberId from, RegistrarMessage message) {
    return new Envelope(new GroupName("g"), "", 3, from, Group.voter(2).incarnation(), message);
  }
}
