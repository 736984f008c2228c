package dev.synod.testkit.probe;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice.Clear;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.ElectorMessage.PreVoteReply;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.ProposerNotice.StepDown;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.testkit.law.Onlooker;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what occurs in one run. */
public final class Probes implements Onlooker {
  private record Numbered(long session, long sequence) {}

  private record At(MemberId member, long slot) {}

  private final BatchCodec codec;
  private final EnumMap<Probe, Long> counts = new EnumMap<>(Probe.class);
  private final Map<MemberId, Ballot> attempts = new HashMap<>();
  private final Map<MemberId, Prepare> prepared = new HashMap<>();
  private final Map<At, Ballot> asked = new HashMap<>();
  private final Map<At, SlotVote> votes = new HashMap<>();
  private final Map<Long, SlotVote> latest = new HashMap<>();
  private final Map<MemberId, Long> kept = new HashMap<>();
  private final Set<MemberId> known = new HashSet<>();
  private final Set<MemberId> wiped = new HashSet<>();
  private final Set<MemberId> fresh = new HashSet<>();
  private final Set<Numbered> commands = new HashSet<>();
  private final Changes changes;
  private long through;

  /** Reads values with this codec; the founders all vote. */
  public Probes(BatchCodec codec, List<MemberId> founders) {
    this.codec = codec;
    this.changes = new Changes(founders, this::count);
  }

  /** What has occurred so far. */
  public Sightings sightings() {
    return new Sightings(counts);
  }

  private void count(Probe probe, boolean occurs) {
    if (occurs) {
      counts.merge(probe, 1L, Long::sum);
    }
  }

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    fresh.add(member);
    if (!known.add(member) && emptyDisk) {
      wiped.add(member);
    }
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    count(Probe.GROUP_COMMIT, event.votes().size() > 1);
    count(Probe.LEARNED_WITHOUT_VOTE, !event.learned().isEmpty());
    changes.durable(member, event);
    kept.put(member, event.chosenThrough());
    for (SlotVote vote : event.votes()) {
      votes.put(new At(member, vote.slot()), vote);
      latest.merge(vote.slot(), vote, (a, b) -> a.ballot().above(b.ballot()) ? a : b);
    }
  }

  @Override
  public void saved(MemberId member, long slot) {
    count(Probe.SNAPSHOT_SAVED, true);
  }

  @Override
  public void loaded(MemberId member, long slot) {
    count(Probe.SNAPSHOT_BEGUN_WITH, fresh.remove(member));
  }

  @Override
  public void deleted(MemberId member, long through) {
    count(Probe.EVENTS_DELETED, true);
  }

  @Override
  public void setBack(MemberId member) {
    count(Probe.DISK_SET_BACK, true);
  }

  @Override
  public void disowned(MemberId member) {
    count(Probe.DISK_DISOWNED, true);
  }

  @Override
  public void lostTail(MemberId member, int records) {
    count(Probe.TAIL_LOST, records > 0);
  }

  @Override
  public void tornTail(MemberId member) {
    count(Probe.TORN_RECORD, true);
  }

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    boolean away = !from.equals(to);
    count(Probe.CATCH_UP, message instanceof CatchUp && away);
    count(Probe.JOURNAL_READ, message instanceof CatchUp && !away);
    count(Probe.BALLOT_REFUSED, message instanceof Nack);
    count(Probe.REFUSED_AT_HOME, message instanceof Nack && !away);
    count(Probe.COMMAND_FORWARDED, message instanceof Submit && away);
    count(Probe.READ_ASKED, message instanceof ReadIndexAsk && away);
    count(Probe.READ_CONFIRMED, message instanceof Confirmed && away);
    count(Probe.PRE_VOTE_REFUSED, message instanceof PreVoteReply reply && !reply.granted());
    count(Probe.SNAPSHOT_BORROWED, message instanceof SnapshotPart part && part.offset() > 0);
    count(Probe.FOUNDED_WITHOUT, message instanceof Founded && wiped.contains(to));
    changes.said(message);
    if (message instanceof Prepare prepare) {
      attempts.merge(from, prepare.ballot(), Ballot::max);
      count(Probe.PREPARE_REPEATED, prepare.equals(prepared.put(to, prepare)));
    } else if (message instanceof Promise promise) {
      promised(to, promise);
    } else if (message instanceof Accept accept) {
      proposed(to, accept);
    } else if (message instanceof CatchUpPage page) {
      paged(page);
    } else if (message instanceof Chosen chosen) {
      announced(to, chosen);
    }
  }

  private void promised(MemberId to, Promise promise) {
    count(Probe.PHASE_ONE_PAGED, promise.next() > 0);
    count(Probe.PHASE_ONE_TRUNCATED, promise.from() <= promise.truncatedTo());
    count(Probe.CANDIDATE_BEHIND, !promise.chosen().isEmpty());
    count(Probe.VOTES_REPORTED, !promise.votes().isEmpty());
    count(Probe.STALE_PROMISE, attempts.getOrDefault(to, Ballot.NONE).above(promise.ballot()));
  }

  private void proposed(MemberId to, Accept accept) {
    Ballot before = asked.put(new At(to, accept.slot()), accept.ballot());
    count(Probe.ACCEPT_REPEATED, accept.ballot().equals(before));
    SlotVote vote = latest.get(accept.slot());
    count(
        Probe.VALUE_ADOPTED,
        vote != null
            && vote.ballot().below(accept.ballot())
            && vote.value().equals(accept.value())
            && vote.value() instanceof Value.Commands);
  }

  private void paged(CatchUpPage page) {
    long last = page.from() + page.values().size() - 1;
    boolean truncated = page.from() <= page.truncatedTo();
    count(Probe.CATCH_UP_TRUNCATED, truncated);
    count(Probe.CATCH_UP_EMPTY, page.values().isEmpty() && !truncated);
    count(Probe.CATCH_UP_PAGED, !page.values().isEmpty() && last < page.chosenThrough());
  }

  private void announced(MemberId to, Chosen chosen) {
    long next = kept.getOrDefault(to, 0L) + 1;
    SlotVote vote = votes.get(new At(to, next));
    count(
        Probe.LOSING_VOTE,
        vote != null && next <= chosen.through() && !vote.ballot().equals(chosen.ballot()));
  }

  @Override
  public void posted(MemberId member, Notice notice) {
    changes.posted(member, notice);
    count(Probe.MEMORY_CLEARED, notice instanceof Clear);
    count(Probe.DEPOSED, notice instanceof ElectorNotice.Deposed);
    count(Probe.STEPPED_DOWN, notice instanceof StepDown);
    count(Probe.LEAD_WITHOUT_PROGRESS, notice instanceof ElectorNotice.Stuck);
    count(Probe.DISK_STALLED, notice instanceof ElectorNotice.DiskStalled disk && disk.stalled());
    count(
        Probe.PROMISE_RECOVERED,
        notice instanceof ElectorNotice.Recovered recovered
            && recovered.promised().above(Ballot.NONE));
  }

  @Override
  public void delivered(MemberId member, Deliver deliver) {
    for (int i = 0; i < deliver.values().size(); i++) {
      if (deliver.first() + i == through + 1) {
        through++;
        applied(deliver.values().get(i));
      }
    }
  }

  private void applied(Value value) {
    count(Probe.GAP_FILLED, value instanceof Value.NoOp);
    if (value instanceof Value.StopSign sign) {
      changes.chosen(sign, Optional.ofNullable(latest.get(through)));
    }
    if (value instanceof Value.Commands batch) {
      for (LogCommand command : codec.decode(batch).commands()) {
        count(Probe.SESSION_KEPT, command instanceof LogCommand.KeepSession);
        count(
            Probe.CHOSEN_TWICE,
            command instanceof LogCommand.User user
                && !commands.add(new Numbered(user.session().value(), user.sequence())));
      }
    }
  }

  @Override
  public void answered(Outcome<?> outcome) {
    count(Probe.REJECTED, outcome instanceof Outcome.Rejected<?> no && no.slot().isEmpty());
    if (outcome instanceof Outcome.Unknown<?> unknown) {
      count(Probe.TIMED_OUT, unknown.doubt() == Outcome.Doubt.TIMED_OUT);
      count(Probe.SESSION_EXPIRED, unknown.doubt() == Outcome.Doubt.SESSION_EXPIRED);
      count(Probe.STOPPED, unknown.doubt() == Outcome.Doubt.STOPPED);
    }
  }

  /** A read of this kind was answered. */
  public void answered(ReadConsistency kind) {
    count(Probe.READ_BY_LEASE, kind instanceof ReadConsistency.Lease);
    count(Probe.READ_BY_QUORUM, kind instanceof ReadConsistency.Quorum);
    count(Probe.READ_BOUNDED, kind instanceof ReadConsistency.Bounded);
    count(Probe.READ_OF_A_TOKEN, kind instanceof ReadConsistency.AtLeast);
    count(Probe.READ_LOCAL, kind instanceof ReadConsistency.Local);
  }
}
