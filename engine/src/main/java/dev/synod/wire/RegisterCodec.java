package dev.synod.wire;

import dev.synod.decree.DecreeAcceptor;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.register.Content;
import dev.synod.register.Lineup;
import dev.synod.register.RegisterEvent.Held;
import dev.synod.register.RegisterEvent.Reserved;
import dev.synod.register.RegisterMessage.Answered;
import dev.synod.register.RegisterMessage.Asked;
import dev.synod.wire.proto.Wire;
import java.util.List;
import java.util.Optional;

/** What registers say and remember. */
final class RegisterCodec {
  static final List<Form<?, ?>> FORMS =
      List.of(
          new Form<>(
              "GQ",
              Asked.class,
              RegisterCodec::write,
              Wire.RegisterAsked.parser(),
              RegisterCodec::read),
          new Form<>(
              "GA",
              Answered.class,
              RegisterCodec::write,
              Wire.RegisterAnswered.parser(),
              RegisterCodec::read),
          new Form<>(
              "GH",
              Held.class,
              RegisterCodec::write,
              Wire.RegisterHeld.parser(),
              RegisterCodec::read),
          new Form<>(
              "GR",
              Reserved.class,
              RegisterCodec::write,
              Wire.RegisterReserved.parser(),
              RegisterCodec::read));

  private RegisterCodec() {}

  private static Wire.RegisterAsked write(Asked asked) {
    Wire.RegisterAsked.Builder wire =
        Wire.RegisterAsked.newBuilder()
            .setLineup(write(asked.lineup()))
            .setFrom(asked.from().value())
            .setBallot(WordCodec.write(asked.request().ballot()))
            .setVersion(WordCodec.FORMAT);
    if (asked.request() instanceof Accept<Content<Payload>> accept) {
      wire.setAccept(write(accept.value()));
    }
    return wire.build();
  }

  private static Asked read(Wire.RegisterAsked asked) {
    WordCodec.requireReadable(asked.getVersion());
    Ballot ballot = WordCodec.read(asked.getBallot());
    DecreeRequest<Content<Payload>> request =
        asked.hasAccept() ? new Accept<>(ballot, read(asked.getAccept())) : new Prepare<>(ballot);
    return new Asked(read(asked.getLineup()), new MemberId(asked.getFrom()), request);
  }

  private static Wire.RegisterAnswered write(Answered answered) {
    DecreeReply<Content<Payload>> reply = answered.reply();
    Wire.RegisterAnswered.Builder wire =
        Wire.RegisterAnswered.newBuilder()
            .setLineup(write(answered.lineup()))
            .setFrom(answered.from().value())
            .setBallot(WordCodec.write(reply.ballot()))
            .setVersion(WordCodec.FORMAT);
    if (reply instanceof Promise<Content<Payload>> promise) {
      Wire.RegisterPromised.Builder promised = Wire.RegisterPromised.newBuilder();
      promise.vote().map(RegisterCodec::write).ifPresent(promised::setVote);
      return wire.setPromised(promised).build();
    }
    if (reply instanceof Accepted<Content<Payload>> accepted) {
      return wire.setAccepted(write(accepted.value())).build();
    }
    return wire.setRejected(WordCodec.write(((Rejected<Content<Payload>>) reply).promised()))
        .build();
  }

  private static Answered read(Wire.RegisterAnswered answered) {
    WordCodec.requireReadable(answered.getVersion());
    return new Answered(
        read(answered.getLineup()), new MemberId(answered.getFrom()), reply(answered));
  }

  private static DecreeReply<Content<Payload>> reply(Wire.RegisterAnswered answered) {
    Ballot ballot = WordCodec.read(answered.getBallot());
    return switch (answered.getReplyCase()) {
      case PROMISED ->
          new Promise<>(
              ballot, vote(answered.getPromised().hasVote(), answered.getPromised().getVote()));
      case ACCEPTED -> new Accepted<>(ballot, read(answered.getAccepted()));
      case REJECTED -> new Rejected<>(ballot, WordCodec.read(answered.getRejected()));
      case REPLY_NOT_SET ->
          throw new IllegalArgumentException("an answer that this release does not know");
    };
  }

  private static Wire.RegisterHeld write(Held held) {
    Wire.RegisterHeld.Builder wire =
        Wire.RegisterHeld.newBuilder()
            .setLineup(write(held.lineup()))
            .setPromised(WordCodec.write(held.acceptor().promised()))
            .setVersion(WordCodec.FORMAT);
    held.acceptor().vote().map(RegisterCodec::write).ifPresent(wire::setVote);
    return wire.build();
  }

  private static Held read(Wire.RegisterHeld held) {
    WordCodec.requireReadable(held.getVersion());
    return new Held(
        read(held.getLineup()),
        new DecreeAcceptor<>(
            WordCodec.read(held.getPromised()), vote(held.hasVote(), held.getVote())));
  }

  private static Wire.RegisterReserved write(Reserved reserved) {
    return Wire.RegisterReserved.newBuilder()
        .setLineup(write(reserved.lineup()))
        .setThrough(reserved.through())
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static Reserved read(Wire.RegisterReserved reserved) {
    WordCodec.requireReadable(reserved.getVersion());
    return new Reserved(
        read(reserved.getLineup()), WordCodec.fromOne("round", reserved.getThrough()));
  }

  private static Wire.RegisterVote write(Vote<Content<Payload>> vote) {
    return Wire.RegisterVote.newBuilder()
        .setBallot(WordCodec.write(vote.ballot()))
        .setContent(write(vote.value()))
        .build();
  }

  private static Optional<Vote<Content<Payload>>> vote(boolean there, Wire.RegisterVote vote) {
    return there
        ? Optional.of(new Vote<>(WordCodec.read(vote.getBallot()), read(vote.getContent())))
        : Optional.empty();
  }

  private static Wire.RegisterContent write(Content<Payload> content) {
    Wire.RegisterContent.Builder wire =
        Wire.RegisterContent.newBuilder()
            .addAllChanges(content.changes().stream().map(WordCodec::write).toList());
    content.value().map(WordCodec::write).ifPresent(wire::setValue);
    return wire.build();
  }

  private static Content<Payload> read(Wire.RegisterContent content) {
    return new Content<>(
        content.hasValue() ? Optional.of(WordCodec.read(content.getValue())) : Optional.empty(),
        content.getChangesList().stream().map(WordCodec::read).toList());
  }

  private static Wire.RegisterLineup write(Lineup lineup) {
    return Wire.RegisterLineup.newBuilder()
        .setRegister(lineup.register())
        .addAllMembers(lineup.members().stream().map(MemberId::value).toList())
        .setElection(lineup.election())
        .setAccepting(lineup.accepting())
        .build();
  }

  private static Lineup read(Wire.RegisterLineup lineup) {
    return new Lineup(
        lineup.getRegister(),
        lineup.getMembersList().stream().map(MemberId::new).toList(),
        lineup.getElection(),
        lineup.getAccepting());
  }
}
