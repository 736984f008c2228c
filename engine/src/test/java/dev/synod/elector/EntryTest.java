package dev.synod.elector;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Deposed;
import dev.synod.protocol.ElectorNotice.Elected;
import dev.synod.protocol.Entry;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.ProposerNotice.StepDown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an elector comes into the next epoch. */
class EntryTest {
  private static final Ballot RESERVED = new Ballot(2, 5, N1);

  private static Entry next(MemberKind kindOfN1, Optional<Ballot> reserved) {
    List<MemberRecord> members =
        Cast.FOUNDING.members().stream()
            .map(member -> member.id().equals(N1) ? member.as(kindOfN1) : member)
            .toList();
    return new Entry(Configuration.majority(2, Cast.FOUNDING.sessions(), members), reserved);
  }

  /** It is in phase 1 already, so it leads as soon as the proposer says so. */
  @Test
  void whoIsToLeadNeedNotAsk() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector =
        ElectorScene.leading().entering(next(MemberKind.VOTER, Optional.of(RESERVED)));

    assertThat(elector.state().leader()).isEmpty();
    assertThat(elector.told(new Elected(RESERVED)).state().leader()).contains(N1);
    assertThat(elector.said(Heartbeat.class)).isNotEmpty();
  }

  @Test
  void theOthersWaitForALeaderAsEver() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector =
        ElectorScene.following().entering(next(MemberKind.VOTER, Optional.empty()));

    assertThat(elector.said(PreVote.class)).isEmpty();
    assertThat(ElectorScene.untilAsking(elector).said(PreVote.class)).isNotEmpty();
  }

  /** An observer has no vote, and a witness leaves the lead to those with a state machine. */
  @Test
  void onlyVotersCampaign() {
    for (MemberKind kind : List.of(MemberKind.OBSERVER, MemberKind.JOINER, MemberKind.WITNESS)) {
      Driver<ElectorState, ElectorMessage, ElectorNotice> elector =
          ElectorScene.following().entering(next(kind, Optional.of(RESERVED)));

      assertThat(ElectorScene.untilAsking(elector).said(PreVote.class)).isEmpty();
      assertThat(elector.told(new Elected(RESERVED)).said(StepDown.class)).hasSize(1);
    }
  }

  /** Whom the configuration does not name any more is quiet (rule M6). */
  @Test
  void whoWasRemovedIsQuiet() {
    List<MemberRecord> rest =
        Cast.FOUNDING.members().stream().filter(member -> !member.id().equals(N1)).toList();
    Configuration without = Configuration.majority(2, Cast.FOUNDING.sessions(), rest);

    Driver<ElectorState, ElectorMessage, ElectorNotice> elector =
        ElectorScene.leading().entering(new Entry(without, Optional.empty()));

    assertThat(ElectorScene.untilAsking(elector).said()).isEmpty();
  }

  /** What the proposer said before it heard of the epoch is of no concern any more. */
  @Test
  void lateWordsOfTheEpochBeforeChangeNothing() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector =
        ElectorScene.leading().entering(next(MemberKind.VOTER, Optional.of(RESERVED)));

    elector.told(new Deposed(ElectorScene.OWN)).told(new Elected(ElectorScene.OWN));

    assertThat(elector.state().leader()).isEmpty();
    assertThat(elector.told(new Elected(RESERVED)).state().leader()).contains(N1);
  }

  @Test
  void followersWithoutAVoteHearTheLeaderAndDoNotKeepItInItsPlace() {
    MemberId observer = N2;
    List<MemberRecord> members =
        Cast.FOUNDING.members().stream()
            .map(m -> m.id().equals(observer) ? m.as(MemberKind.OBSERVER) : m)
            .toList();
    Configuration configuration = Configuration.majority(2, Cast.FOUNDING.sessions(), members);
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader =
        ElectorScene.leading()
            .entering(new Entry(configuration, Optional.of(RESERVED)))
            .told(new Elected(RESERVED));
    assertThat(leader.said(Heartbeat.class)).hasSize(2);

    for (int beat = 1; beat < 40 && leader.state().leader().isPresent(); beat++) {
      leader.after(50);
      for (Heartbeat heartbeat : leader.said(Heartbeat.class)) {
        leader.hear(observer, new ElectorMessage.HeartbeatAck(RESERVED, heartbeat.sequence()));
      }
    }

    assertThat(leader.state().leader()).isEmpty();
  }
}
