package dev.synod.wire;

import static dev.synod.wire.CommitCodec.unknown;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitEvent.Claimed;
import dev.synod.commit.PaxosCommitEvent.Decided;
import dev.synod.commit.PaxosCommitEvent.Instance;
import dev.synod.commit.PaxosCommitEvent.Kept;
import dev.synod.commit.PaxosCommitEvent.Voted;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Begin;
import dev.synod.commit.PaxosCommitMessage.Outcome;
import dev.synod.commit.PaxosCommitMessage.Poke;
import dev.synod.commit.PaxosCommitMessage.Prepare;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeAcceptor;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;
import java.util.Optional;

/** What Paxos Commit says and remembers. */
final class PaxosCommitCodec {
  private PaxosCommitCodec() {}

  static Wire.PaxosCommitMessage write(PaxosCommitMessage message) {
    Wire.PaxosCommitMessage.Builder wire = Wire.PaxosCommitMessage.newBuilder();
    if (message instanceof Begin begin) {
      wire.setBegin(CommitCodec.write(begin.participants()));
    } else if (message instanceof Prepare prepare) {
      wire.setPrepare(CommitCodec.write(prepare.participants()));
    } else if (message instanceof Ask ask) {
      wire.setAsk(
          Wire.PaxosCommitAsk.newBuilder()
              .setParticipants(CommitCodec.write(ask.participants()))
              .addAllRequests(ask.requests().stream().map(PaxosCommitCodec::write).toList()));
    } else if (message instanceof Answer answer) {
      wire.setAnswer(
          Wire.PaxosCommitAnswer.newBuilder()
              .setParticipants(CommitCodec.write(answer.participants()))
              .addAllReplies(answer.replies().stream().map(PaxosCommitCodec::write).toList()));
    } else if (message instanceof Outcome outcome) {
      wire.setOutcome(CommitCodec.write(outcome.choice()));
    } else {
      wire.setPoke(CommitCodec.write(((Poke) message).participants()));
    }
    return wire.build();
  }

  static PaxosCommitMessage read(Wire.PaxosCommitMessage message) {
    return switch (message.getMessageCase()) {
      case BEGIN -> new Begin(CommitCodec.read(message.getBegin()));
      case PREPARE -> new Prepare(CommitCodec.read(message.getPrepare()));
      case ASK -> read(message.getAsk());
      case ANSWER ->
          new Answer(
              CommitCodec.read(message.getAnswer().getParticipants()),
              message.getAnswer().getRepliesList().stream().map(PaxosCommitCodec::read).toList());
      case OUTCOME -> new Outcome(CommitCodec.read(message.getOutcome()));
      case POKE -> new Poke(CommitCodec.read(message.getPoke()));
      case MESSAGE_NOT_SET -> throw unknown();
    };
  }

  private static Ask read(Wire.PaxosCommitAsk ask) {
    if (ask.getRequestsCount() == 0) {
      throw new IllegalArgumentException("nothing is asked of an acceptor");
    }
    return new Ask(
        CommitCodec.read(ask.getParticipants()),
        ask.getRequestsList().stream().map(PaxosCommitCodec::read).toList());
  }

  private static Wire.PaxosCommitRequest write(Request request) {
    Wire.PaxosCommitRequest.Builder wire =
        Wire.PaxosCommitRequest.newBuilder()
            .setInstance(request.instance().value())
            .setBallot(WordCodec.write(request.request().ballot()));
    if (request.request() instanceof DecreeRequest.Accept<Choice> accept) {
      wire.setAccept(CommitCodec.write(accept.value()));
    }
    return wire.build();
  }

  private static Request read(Wire.PaxosCommitRequest request) {
    Ballot ballot = WordCodec.read(request.getBallot());
    return new Request(
        new MemberId(request.getInstance()),
        request.hasAccept()
            ? new DecreeRequest.Accept<>(ballot, CommitCodec.read(request.getAccept()))
            : new DecreeRequest.Prepare<>(ballot));
  }

  private static Wire.PaxosCommitReply write(Reply reply) {
    DecreeReply<Choice> said = reply.reply();
    Wire.PaxosCommitReply.Builder wire =
        Wire.PaxosCommitReply.newBuilder()
            .setInstance(reply.instance().value())
            .setBallot(WordCodec.write(said.ballot()));
    if (said instanceof Promise<Choice> promise) {
      Wire.PaxosCommitPromise.Builder promised = Wire.PaxosCommitPromise.newBuilder();
      promise.vote().map(PaxosCommitCodec::write).ifPresent(promised::setVote);
      return wire.setPromised(promised).build();
    }
    return said instanceof Accepted<Choice> accepted
        ? wire.setAccepted(CommitCodec.write(accepted.value())).build()
        : wire.setRejected(WordCodec.write(((Rejected<Choice>) said).promised())).build();
  }

  private static Reply read(Wire.PaxosCommitReply reply) {
    Ballot ballot = WordCodec.read(reply.getBallot());
    DecreeReply<Choice> said =
        switch (reply.getReplyCase()) {
          case PROMISED ->
              new Promise<>(
                  ballot, vote(reply.getPromised().hasVote(), reply.getPromised().getVote()));
          case ACCEPTED -> new Accepted<>(ballot, CommitCodec.read(reply.getAccepted()));
          case REJECTED -> new Rejected<>(ballot, WordCodec.read(reply.getRejected()));
          case REPLY_NOT_SET -> throw unknown();
        };
    return new Reply(new MemberId(reply.getInstance()), said);
  }

  static Wire.PaxosCommitEvent write(PaxosCommitEvent event) {
    Wire.PaxosCommitEvent.Builder wire = Wire.PaxosCommitEvent.newBuilder();
    if (event instanceof Voted voted) {
      return wire.setVoted(CommitCodec.write(voted.choice(), voted.participants())).build();
    }
    if (event instanceof Decided decided) {
      return wire.setDecided(CommitCodec.write(decided.choice())).build();
    }
    if (event instanceof Kept kept) {
      return wire.setKept(
              Wire.PaxosCommitKept.newBuilder()
                  .setParticipants(CommitCodec.write(kept.participants()))
                  .addAllInstances(kept.instances().stream().map(PaxosCommitCodec::write).toList()))
          .build();
    }
    Claimed claimed = (Claimed) event;
    return wire.setClaimed(
            Wire.PaxosCommitClaimed.newBuilder()
                .setBallot(WordCodec.write(claimed.ballot()))
                .setParticipants(CommitCodec.write(claimed.participants())))
        .build();
  }

  static PaxosCommitEvent read(Wire.PaxosCommitEvent event) {
    return switch (event.getEventCase()) {
      case VOTED ->
          new Voted(
              CommitCodec.read(event.getVoted().getChoice()),
              CommitCodec.read(event.getVoted().getParticipants()));
      case DECIDED -> new Decided(CommitCodec.read(event.getDecided()));
      case KEPT ->
          new Kept(
              CommitCodec.read(event.getKept().getParticipants()),
              event.getKept().getInstancesList().stream().map(PaxosCommitCodec::read).toList());
      case CLAIMED ->
          new Claimed(
              WordCodec.read(event.getClaimed().getBallot()),
              CommitCodec.read(event.getClaimed().getParticipants()));
      case EVENT_NOT_SET -> throw unknown();
    };
  }

  private static Wire.PaxosCommitInstance write(Instance instance) {
    Wire.PaxosCommitInstance.Builder wire =
        Wire.PaxosCommitInstance.newBuilder()
            .setParticipant(instance.participant().value())
            .setPromised(WordCodec.write(instance.state().promised()));
    instance.state().vote().map(PaxosCommitCodec::write).ifPresent(wire::setVote);
    return wire.build();
  }

  private static Instance read(Wire.PaxosCommitInstance instance) {
    return new Instance(
        new MemberId(instance.getParticipant()),
        new DecreeAcceptor<>(
            WordCodec.read(instance.getPromised()), vote(instance.hasVote(), instance.getVote())));
  }

  private static Wire.PaxosCommitAccepted write(Vote<Choice> vote) {
    return Wire.PaxosCommitAccepted.newBuilder()
        .setBallot(WordCodec.write(vote.ballot()))
        .setChoice(CommitCodec.write(vote.value()))
        .build();
  }

  private static Optional<Vote<Choice>> vote(boolean there, Wire.PaxosCommitAccepted vote) {
    return there
        ? Optional.of(
            new Vote<>(WordCodec.read(vote.getBallot()), CommitCodec.read(vote.getChoice())))
        : Optional.empty();
  }
}
