package dev.synod.membership;

import static dev.synod.membership.FoundingWorld.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final MemberId N1 = new MemberId("n1");

  /** Rule M7: the configuration says where the others are. */
  @Test
  void aFoundedMemberWithAnotherListIsFoundedAndTheListIsNamed() {
    FounderMemory memory = founded();
    FoundingState n1 = listing(N1, "n1@host1:7355", "n2@host2:9999").recovered(memory);

    assertThat(n1.verdict()).get().isInstanceOf(Founder.Founded.class);
    assertThat(n1.standing().flatMap(Standing::notice))
        .contains(
            "the member list [n1@host1:7355, n2@host2:9999] is not that of the group,"
                + " [n1@host1:7355, n2@host2:7355], which counts; correct the list");
    FoundingState same = listing(N1, "n2@host2:7355", "n1@host1:7355").recovered(memory);
    assertThat(same.standing().flatMap(Standing::notice)).isEmpty();
  }

  @Test
  void aFoundedMemberIsRefusedWhereTheOthersDoNotLookForIt() {
    FoundingState n1 = listing(N1, "n1@host1:9999", "n2@host2:7355").recovered(founded());

    assertThat(n1.verdict())
        .contains(
            new Founder.Failed(
                "n1 is started at host1:9999, but its group knows it at host1:7355; start it"
                    + " there"));
  }

  /** A refusal counts against a founded member only: before that it ends the founding itself. */
  @Test
  void onlyAFoundedMemberIsDisputed() {
    Envelope refusal =
        new Envelope(
            GROUP,
            "",
            0,
            new MemberId("n2"),
            new Incarnation(new UUID(0, 2)),
            new FounderMessage.Refused("because"));
    FoundingState fresh = listing(N1, "n1@host1:7355", "n2@host2:7355");

    assertThat(fresh.recovered(founded()).disputed(refusal)).contains("n2 refuses n1: because");
    assertThat(fresh.format(new Incarnation(new UUID(0, 1))).state().disputed(refusal)).isEmpty();
  }

  private static FounderMemory founded() {
    FoundingWorld world = FoundingWorld.of(2);
    world.heal();
    return world.state("n1").memory();
  }

  private static FoundingState listing(MemberId self, String... roster) {
    return FoundingState.create(GROUP, self, List.of(roster), new SessionLimits(64, 60_000, 16));
  }
}
