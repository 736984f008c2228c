package dev.synod.testkit.bugs;

import com.google.protobuf.ByteString;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Batch;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.testkit.bugs.Castings.Proposing;
import dev.synod.wire.CommandCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What proposers do wrong. */
final class ProposerMistakes {
  private ProposerMistakes() {}

  /** Reads promises in a way of its own. */
  private abstract static class Misreading extends Proposing {
    abstract Promise read(Promise promise);

    @Override
    Step<ProposerState> receive(
        ProposerState rules, MemberId from, ProposerMessage message, Moment moment) {
      ProposerMessage read = message instanceof Promise promise ? read(promise) : message;
      return rules.receive(from, read, moment);
    }
  }

  static Promise with(Promise promise, List<SlotVote> votes) {
    return new Promise(
        promise.ballot(),
        promise.from(),
        promise.chosenThrough(),
        promise.chosen(),
        votes,
        promise.next(),
        promise.truncatedTo());
  }

  static Proposing takesTruncatedForEmpty() {
    return new Misreading() {
      @Override
      Promise read(Promise promise) {
        return SnapshotMistakes.shownAsEmpty(promise);
      }
    };
  }

  /** Ignores the Nack, and goes on under the ballot that it was told. */
  static Proposing highestSeenBallot() {
    return new Proposing() {
      private Ballot highest = Ballot.NONE;

      @Override
      Step<ProposerState> receive(
          ProposerState rules, MemberId from, ProposerMessage message, Moment moment) {
        if (message instanceof Nack nack) {
          highest = highest.max(nack.promised());
          return Step.stay(rules);
        }
        return super.receive(rules, from, message, moment);
      }

      @Override
      Stream<Effect> say(Effect effect) {
        return effect instanceof Effect.Send send && send.message() instanceof Accept accept
            ? Stream.of(
                new Effect.Send(
                    send.to(),
                    new Accept(accept.ballot().max(highest), accept.slot(), accept.value(), 0)))
            : Stream.of(effect);
      }
    };
  }

  static Proposing lowestBallotsValue() {
    return new Misreading() {
      @Override
      Promise read(Promise promise) {
        return with(
            promise,
            promise.votes().stream()
                .map(
                    vote ->
                        new SlotVote(
                            vote.slot(),
                            new Ballot(
                                vote.ballot().epoch(),
                                1_000_000 - vote.ballot().round(),
                                vote.ballot().member()),
                            vote.value()))
                .toList());
      }
    };
  }

  static Proposing highestSlotsBallotForAll() {
    return new Misreading() {
      @Override
      Promise read(Promise promise) {
        List<SlotVote> votes = promise.votes();
        return votes.isEmpty()
            ? promise
            : with(
                promise,
                votes.stream()
                    .map(
                        vote ->
                            new SlotVote(
                                vote.slot(), votes.get(votes.size() - 1).ballot(), vote.value()))
                    .toList());
      }
    };
  }

  /** A promise to an earlier attempt counts for this one. */
  static Proposing countsStalePromises() {
    return new Proposing() {
      private Ballot attempt = Ballot.NONE;

      @Override
      Step<ProposerState> receive(
          ProposerState rules, MemberId from, ProposerMessage message, Moment moment) {
        ProposerMessage read =
            message instanceof Promise p && p.ballot().member().equals(attempt.member())
                ? new Promise(
                    attempt, p.from(), p.chosenThrough(), p.chosen(), p.votes(), p.next(), 0)
                : message;
        return super.receive(rules, from, read, moment);
      }

      @Override
      Stream<Effect> say(Effect effect) {
        if (effect instanceof Effect.Send send && send.message() instanceof Prepare prepare) {
          attempt = prepare.ballot();
        }
        return Stream.of(effect);
      }
    };
  }

  /** Campaigns under the ballot that its acceptor has promised it in an earlier life. */
  static Proposing usesItsBallotAgain() {
    return new Proposing() {
      @Override
      Step<ProposerState> notice(ProposerState rules, ProposerNotice notice, Moment moment) {
        ProposerNotice heard =
            notice instanceof Campaign campaign && campaign.highest().round() > 1
                ? new Campaign(
                    new Ballot(
                        campaign.highest().epoch(),
                        campaign.highest().round() - 1,
                        campaign.highest().member()))
                : notice;
        return super.notice(rules, heard, moment);
      }
    };
  }

  /** What it has recovered it proposes under the ballot that it was accepted under. */
  static Proposing proposesUnderTheOldBallot() {
    return new Misreading() {
      private final Map<Long, Ballot> recovered = new HashMap<>();

      @Override
      Promise read(Promise promise) {
        promise.votes().forEach(v -> recovered.merge(v.slot(), v.ballot(), Ballot::max));
        return promise;
      }

      @Override
      Stream<Effect> say(Effect effect) {
        return effect instanceof Effect.Send send
                && send.message() instanceof Accept accept
                && recovered.containsKey(accept.slot())
            ? Stream.of(
                new Effect.Send(
                    send.to(),
                    new Accept(
                        recovered.getOrDefault(accept.slot(), accept.ballot()),
                        accept.slot(),
                        accept.value(),
                        0)))
            : Stream.of(effect);
      }
    };
  }

  /** Takes a value for chosen because two members have it, under whatever ballots. */
  static Proposing infersChosenFromEqualValues() {
    return new Proposing() {
      private final Map<Long, Map<MemberId, SlotVote>> seen = new HashMap<>();

      @Override
      Step<ProposerState> receive(
          ProposerState rules, MemberId from, ProposerMessage message, Moment moment) {
        if (!(message instanceof Promise promise)) {
          return super.receive(rules, from, message, moment);
        }
        promise
            .votes()
            .forEach(v -> seen.computeIfAbsent(v.slot(), s -> new HashMap<>()).put(from, v));
        List<Value> chosen = new ArrayList<>(promise.chosen());
        long through = promise.chosenThrough();
        while (promise.from() + chosen.size() == through + 1 && equalVotes(through + 1) > 1) {
          through++;
          chosen.add(seen.get(through).values().iterator().next().value());
        }
        long end = through;
        return super.receive(
            rules,
            from,
            new Promise(
                promise.ballot(),
                promise.from(),
                through,
                chosen,
                promise.votes().stream().filter(v -> v.slot() > end).toList(),
                promise.next(),
                promise.truncatedTo()),
            moment);
      }

      private long equalVotes(long slot) {
        Map<MemberId, SlotVote> votes = seen.getOrDefault(slot, Map.of());
        return votes.values().stream().map(SlotVote::value).distinct().count() == 1
            ? votes.size()
            : 0;
      }
    };
  }

  /** Fills gaps, and what it did not look at, with no-ops. */
  static Proposing fillsGapsWithoutLooking() {
    return new Misreading() {
      @Override
      Promise read(Promise promise) {
        return with(
            promise,
            promise.votes().stream()
                .filter(
                    vote -> vote.slot() == promise.votes().get(promise.votes().size() - 1).slot())
                .toList());
      }
    };
  }

  /** Takes the slots that a peer need not show for empty ones. */
  static Proposing takesTheChosenPrefixForEmpty() {
    return new Misreading() {
      @Override
      Promise read(Promise promise) {
        return new Promise(
            promise.ballot(),
            promise.from(),
            Math.min(promise.chosenThrough(), promise.from() - 1),
            List.of(),
            promise.votes(),
            promise.next(),
            promise.truncatedTo());
      }
    };
  }

  static Proposing takesTheFirstPageForAll() {
    return new Misreading() {
      @Override
      Promise read(Promise promise) {
        return new Promise(
            promise.ballot(),
            promise.from(),
            promise.chosenThrough(),
            promise.chosen(),
            promise.votes(),
            0,
            0);
      }
    };
  }

  /** Adopts nothing of what phase 1 has found. */
  static Proposing adoptsNothing() {
    return new Misreading() {
      @Override
      Promise read(Promise promise) {
        return with(promise, List.of());
      }
    };
  }

  /** Now and then it adds a command of its own. */
  static BatchCodec proposesWhatNobodySubmitted() {
    CommandCodec sound = new CommandCodec();
    Payload invented = new Payload(7399, "Append", ByteString.copyFromUtf8("k1 invented"));
    return new BatchCodec() {
      @Override
      public Value.Commands encode(Batch batch, long logTime) {
        List<LogCommand> more = new ArrayList<>(batch.commands());
        if (logTime % 20 == 0) {
          more.add(new LogCommand.User(new SessionId(1), logTime + 1, 0, invented));
        }
        return sound.encode(new Batch(more), logTime);
      }

      @Override
      public Batch decode(Value.Commands value) {
        return sound.decode(value);
      }
    };
  }
}
