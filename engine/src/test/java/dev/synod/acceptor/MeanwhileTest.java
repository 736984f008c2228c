package dev.synod.acceptor;

import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorMessage.Survey;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Clear;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LeaseTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be said beside a write (rules R1, E1). */
class MeanwhileTest {
  private static final Ballot OWN = ballot(2, N1);
  private static final Ballot HIGHER = ballot(3, N2);
  private static final Confirm ASKED = new Confirm(OWN, 7);

  private static Request by(AcceptorMessage message) {
    return new Request.ByMember(N1, message);
  }

  private static Request within(AcceptorNotice notice) {
    return new Request.FromWithin(notice);
  }

  private static boolean answers(Request... pile) {
    return Meanwhile.of(OWN, List.of(pile)).answer(ASKED, LeaseTerms.NONE).isPresent();
  }

  @Test
  void theDurablePromiseIsConfirmedBesideVotesForIt() {
    List<Request> pile =
        List.of(
            by(new Accept(OWN, 1, value("a"), 0)),
            by(new Confirm(OWN, 6)),
            by(new CatchUp(1)),
            by(new Survey(1)),
            within(new Choose(OWN, 1, false)),
            within(new Clear(1)));

    assertThat(Meanwhile.of(OWN, pile).answer(ASKED, LeaseTerms.NONE))
        .contains(new Confirmed(OWN, 7, 0));
  }

  @Test
  void nothingIsSaidBesideWhatMayRaiseThePromiseOrEndTheEpoch() {
    assertThat(answers(by(new Prepare(HIGHER, 1)))).isFalse();
    assertThat(answers(by(new Accept(HIGHER, 1, value("a"), 0)))).isFalse();
    assertThat(answers(within(new Choose(OWN, 1, true)))).isFalse();
    assertThat(answers(within(new Learned(1, List.of(value("a")))))).isFalse();
    assertThat(answers(by(new Accept(OWN, 1, value("a"), 0)), by(new Prepare(HIGHER, 1))))
        .isFalse();
  }

  @Test
  void anotherBallotIsNotConfirmed() {
    Meanwhile idle = Meanwhile.of(OWN, List.of());

    assertThat(idle.answer(new Confirm(HIGHER, 7), LeaseTerms.NONE)).isEmpty();
    assertThat(idle.answer(new Confirm(ballot(1, N1), 7), LeaseTerms.NONE)).isEmpty();
  }

  /** The grant belongs to the acceptor, which must weigh it against each Prepare. */
  @Test
  void leasesAreGrantedInTurnOnly() {
    assertThat(Meanwhile.of(OWN, List.of()).answer(ASKED, new LeaseTerms(800, 0))).isEmpty();
  }
}
