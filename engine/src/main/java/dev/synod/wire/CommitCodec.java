package dev.synod.wire;

import dev.synod.api.Choice;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.ThreePhaseEvent;
import dev.synod.commit.ThreePhaseMessage;
import dev.synod.commit.TwoPhaseEvent;
import dev.synod.commit.TwoPhaseMessage;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;
import java.util.List;

/** What protocols of atomic commit say and remember; of Paxos Commit see its own codec. */
final class CommitCodec {
  private CommitCodec() {}

  static Wire.CommitEvent write(CommitEvent event) {
    Wire.CommitEvent.Builder wire = Wire.CommitEvent.newBuilder();
    if (event instanceof TwoPhaseEvent two) {
      return wire.setTwoPhase(write(two)).build();
    }
    return event instanceof ThreePhaseEvent three
        ? wire.setThreePhase(write(three)).build()
        : wire.setPaxosCommit(PaxosCommitCodec.write((PaxosCommitEvent) event)).build();
  }

  static CommitEvent read(Wire.CommitEvent event) {
    return switch (event.getEventCase()) {
      case TWO_PHASE -> read(event.getTwoPhase());
      case THREE_PHASE -> read(event.getThreePhase());
      case PAXOS_COMMIT -> PaxosCommitCodec.read(event.getPaxosCommit());
      case EVENT_NOT_SET -> throw unknown();
    };
  }

  static IllegalArgumentException unknown() {
    return new IllegalArgumentException(
        "a message or event of a transaction that this release does not know");
  }

  static Wire.TwoPhaseMessage write(TwoPhaseMessage message) {
    Wire.TwoPhaseMessage.Builder wire = Wire.TwoPhaseMessage.newBuilder();
    if (message instanceof TwoPhaseMessage.Prepare prepare) {
      return wire.setPrepare(write(prepare.participants())).build();
    }
    if (message instanceof TwoPhaseMessage.Vote vote) {
      return wire.setVote(write(vote.choice(), vote.participants())).build();
    }
    return message instanceof TwoPhaseMessage.Decision decision
        ? wire.setDecision(write(decision.choice())).build()
        : wire.setAcknowledged(Wire.CommitNothing.getDefaultInstance()).build();
  }

  static TwoPhaseMessage read(Wire.TwoPhaseMessage message) {
    return switch (message.getMessageCase()) {
      case PREPARE -> new TwoPhaseMessage.Prepare(read(message.getPrepare()));
      case VOTE ->
          new TwoPhaseMessage.Vote(
              read(message.getVote().getChoice()), read(message.getVote().getParticipants()));
      case DECISION -> new TwoPhaseMessage.Decision(read(message.getDecision()));
      case ACKNOWLEDGED -> new TwoPhaseMessage.Acknowledged();
      case MESSAGE_NOT_SET -> throw unknown();
    };
  }

  private static Wire.TwoPhaseEvent write(TwoPhaseEvent event) {
    Wire.TwoPhaseEvent.Builder wire = Wire.TwoPhaseEvent.newBuilder();
    if (event instanceof TwoPhaseEvent.Prepared prepared) {
      return wire.setPrepared(write(prepared.participants())).build();
    }
    TwoPhaseEvent.Decided decided = (TwoPhaseEvent.Decided) event;
    return wire.setDecided(write(decided.choice(), decided.participants())).build();
  }

  private static TwoPhaseEvent read(Wire.TwoPhaseEvent event) {
    return switch (event.getEventCase()) {
      case PREPARED -> new TwoPhaseEvent.Prepared(read(event.getPrepared()));
      case DECIDED ->
          new TwoPhaseEvent.Decided(
              read(event.getDecided().getChoice()), read(event.getDecided().getParticipants()));
      case EVENT_NOT_SET -> throw unknown();
    };
  }

  static Wire.ThreePhaseMessage write(ThreePhaseMessage message) {
    Wire.ThreePhaseMessage.Builder wire = Wire.ThreePhaseMessage.newBuilder();
    if (message instanceof ThreePhaseMessage.Prepare prepare) {
      wire.setPrepare(write(prepare.participants()));
    } else if (message instanceof ThreePhaseMessage.Vote vote) {
      wire.setVote(write(vote.choice(), vote.participants()));
    } else if (message instanceof ThreePhaseMessage.Decision decision) {
      wire.setDecision(write(decision.choice()));
    } else if (message instanceof ThreePhaseMessage.Inquire inquire) {
      wire.setInquire(inquire.leads());
    } else if (message instanceof ThreePhaseMessage.Standing standing) {
      wire.setStanding(standing.precommitted());
    } else if (message instanceof ThreePhaseMessage.Precommit) {
      wire.setPrecommit(Wire.CommitNothing.getDefaultInstance());
    } else {
      wire.setReady(Wire.CommitNothing.getDefaultInstance());
    }
    return wire.build();
  }

  static ThreePhaseMessage read(Wire.ThreePhaseMessage message) {
    return switch (message.getMessageCase()) {
      case PREPARE -> new ThreePhaseMessage.Prepare(read(message.getPrepare()));
      case VOTE ->
          new ThreePhaseMessage.Vote(
              read(message.getVote().getChoice()), read(message.getVote().getParticipants()));
      case PRECOMMIT -> new ThreePhaseMessage.Precommit();
      case READY -> new ThreePhaseMessage.Ready();
      case DECISION -> new ThreePhaseMessage.Decision(read(message.getDecision()));
      case INQUIRE -> new ThreePhaseMessage.Inquire(message.getInquire());
      case STANDING -> new ThreePhaseMessage.Standing(message.getStanding());
      case MESSAGE_NOT_SET -> throw unknown();
    };
  }

  private static Wire.ThreePhaseEvent write(ThreePhaseEvent event) {
    Wire.ThreePhaseEvent.Builder wire = Wire.ThreePhaseEvent.newBuilder();
    if (event instanceof ThreePhaseEvent.Began began) {
      return wire.setBegan(write(began.participants())).build();
    }
    if (event instanceof ThreePhaseEvent.Prepared prepared) {
      return wire.setPrepared(write(prepared.participants())).build();
    }
    return event instanceof ThreePhaseEvent.Decided decided
        ? wire.setDecided(write(decided.choice())).build()
        : wire.setPrecommitted(Wire.CommitNothing.getDefaultInstance()).build();
  }

  private static ThreePhaseEvent read(Wire.ThreePhaseEvent event) {
    return switch (event.getEventCase()) {
      case BEGAN -> new ThreePhaseEvent.Began(read(event.getBegan()));
      case PREPARED -> new ThreePhaseEvent.Prepared(read(event.getPrepared()));
      case PRECOMMITTED -> new ThreePhaseEvent.Precommitted();
      case DECIDED -> new ThreePhaseEvent.Decided(read(event.getDecided()));
      case EVENT_NOT_SET -> throw unknown();
    };
  }

  static Wire.CommitVote write(Choice choice, List<MemberId> participants) {
    return Wire.CommitVote.newBuilder()
        .setChoice(write(choice))
        .setParticipants(write(participants))
        .build();
  }

  static Wire.Participants write(List<MemberId> nodes) {
    return Wire.Participants.newBuilder()
        .addAllNodes(nodes.stream().map(MemberId::value).toList())
        .build();
  }

  static List<MemberId> read(Wire.Participants participants) {
    return participants.getNodesList().stream().map(MemberId::new).toList();
  }

  static Wire.Choice write(Choice choice) {
    return Wire.Choice.newBuilder()
        .setKind(choice == Choice.COMMIT ? Wire.Choice.Kind.COMMIT : Wire.Choice.Kind.ABORT)
        .build();
  }

  static Choice read(Wire.Choice choice) {
    return switch (choice.getKind()) {
      case COMMIT -> Choice.COMMIT;
      case ABORT -> Choice.ABORT;
      default -> throw new IllegalArgumentException("a choice that this release does not know");
    };
  }
}
