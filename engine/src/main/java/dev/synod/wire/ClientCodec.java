package dev.synod.wire;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.client.ClientMessage.Answer;
import dev.synod.client.ClientMessage.Ask;
import dev.synod.client.ClientMessage.Call;
import dev.synod.client.ClientMessage.Result;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import dev.synod.wire.proto.Wire;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Messages between gateways and clients on nodes without a member. Reading throws
 * IllegalArgumentException for what no node writes; the message, or that part of it, is then as
 * good as lost.
 */
final class ClientCodec {
  static final List<Form<?, ?>> FORMS =
      List.of(
          new Form<>(
              "CA", Ask.class, ClientCodec::write, Wire.ClientAsk.parser(), ClientCodec::read),
          new Form<>(
              "CR",
              Answer.class,
              ClientCodec::write,
              Wire.ClientAnswer.parser(),
              ClientCodec::read));

  private ClientCodec() {}

  private static Wire.ClientAsk write(Ask ask) {
    return Wire.ClientAsk.newBuilder()
        .setReplyTo(ask.replyTo())
        .addAllCalls(ask.calls().stream().map(ClientCodec::write).toList())
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static Ask read(Wire.ClientAsk ask) {
    WordCodec.requireReadable(ask.getVersion());
    return new Ask(ask.getReplyTo(), WordCodec.readable(ask.getCallsList(), ClientCodec::read));
  }

  private static Wire.ClientCall write(Call call) {
    Wire.ClientCall.Builder to = Wire.ClientCall.newBuilder().setId(call.id());
    if (call instanceof Call.Submit submit) {
      to.setSubmit(Wire.ClientSubmit.newBuilder().setCommand(WordCodec.write(submit.command())));
    } else if (call instanceof Call.SubmitIn submit) {
      to.setSubmitIn(
          Wire.ClientSubmitIn.newBuilder()
              .setSession(submit.place().session().value())
              .setSequence(submit.place().sequence())
              .setCommand(WordCodec.write(submit.command())));
    } else if (call instanceof Call.Read read) {
      to.setRead(
          read.consistency()
              .fold(new ReadKind(Wire.ClientRead.newBuilder()))
              .setQuery(WordCodec.write(read.query())));
    } else if (call instanceof Call.Open) {
      to.setOpen(Wire.ClientOpen.getDefaultInstance());
    } else {
      to.setStatus(Wire.ClientStatus.getDefaultInstance());
    }
    return to.build();
  }

  private static Call read(Wire.ClientCall call) {
    return switch (call.getCallCase()) {
      case SUBMIT -> new Call.Submit(call.getId(), WordCodec.read(call.getSubmit().getCommand()));
      case SUBMIT_IN -> read(call.getId(), call.getSubmitIn());
      case READ ->
          new Call.Read(
              call.getId(),
              ReadKind.read(call.getRead()),
              WordCodec.read(call.getRead().getQuery()));
      case OPEN -> new Call.Open(call.getId());
      case STATUS -> new Call.Status(call.getId());
      case CALL_NOT_SET ->
          throw new IllegalArgumentException("call " + call.getId() + " asks for nothing known");
    };
  }

  private static Call read(long id, Wire.ClientSubmitIn submit) {
    return new Call.SubmitIn(
        id,
        Place.of(submit.getSession(), submit.getSequence()),
        WordCodec.read(submit.getCommand()));
  }

  private static Wire.ClientAnswer write(Answer answer) {
    return Wire.ClientAnswer.newBuilder()
        .addAllResults(answer.results().stream().map(ClientCodec::write).toList())
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static Answer read(Wire.ClientAnswer answer) {
    WordCodec.requireReadable(answer.getVersion());
    return new Answer(WordCodec.readable(answer.getResultsList(), ClientCodec::read));
  }

  private static Wire.ClientResult write(Result result) {
    Wire.ClientResult.Builder to = Wire.ClientResult.newBuilder().setId(result.id());
    if (result instanceof Result.Done done) {
      write(done.outcome(), to);
    } else if (result instanceof Result.Answered answered) {
      to.setAnswered(
          Wire.ClientAnswered.newBuilder()
              .setValue(WordCodec.write(answered.value()))
              .setSlot(answered.slot()));
    } else if (result instanceof Result.Failed failed) {
      to.setFailed(Wire.ClientFailed.newBuilder().setDetail(failed.detail()));
    } else if (result instanceof Result.Known known) {
      to.setKnown(write(known.status()));
    }
    return to.build();
  }

  private static void write(Outcome<Payload> outcome, Wire.ClientResult.Builder to) {
    if (outcome instanceof Outcome.Committed<Payload> committed) {
      to.setCommitted(
          Wire.ClientCommitted.newBuilder()
              .setReply(WordCodec.write(committed.reply()))
              .setSlot(committed.slot()));
    } else if (outcome instanceof Outcome.Rejected<Payload> rejected) {
      to.setRejected(
          Wire.ClientRejected.newBuilder()
              .setReason(rejected.reason().name())
              .setDetail(rejected.detail())
              .setSlot(rejected.slot().orElse(0)));
    } else if (outcome instanceof Outcome.Unknown<Payload> unknown) {
      to.setUnknown(
          Wire.ClientUnknown.newBuilder()
              .setDoubt(unknown.doubt().name())
              .setDetail(unknown.detail()));
    }
  }

  private static Result read(Wire.ClientResult result) {
    long id = result.getId();
    return switch (result.getResultCase()) {
      case COMMITTED ->
          new Result.Done(
              id,
              new Outcome.Committed<>(
                  WordCodec.read(result.getCommitted().getReply()),
                  result.getCommitted().getSlot()));
      case REJECTED -> new Result.Done(id, read(result.getRejected()));
      case UNKNOWN ->
          new Result.Done(
              id,
              new Outcome.Unknown<>(
                  Outcome.Doubt.valueOf(result.getUnknown().getDoubt()),
                  result.getUnknown().getDetail()));
      case ANSWERED ->
          new Result.Answered(
              id, WordCodec.read(result.getAnswered().getValue()), result.getAnswered().getSlot());
      case FAILED -> new Result.Failed(id, result.getFailed().getDetail());
      case KNOWN -> new Result.Known(id, read(result.getKnown()));
      case RESULT_NOT_SET ->
          throw new IllegalArgumentException("result " + id + " says nothing known");
    };
  }

  private static Outcome<Payload> read(Wire.ClientRejected rejected) {
    return new Outcome.Rejected<>(
        Outcome.Reason.valueOf(rejected.getReason()),
        rejected.getDetail(),
        rejected.getSlot() == 0 ? OptionalLong.empty() : OptionalLong.of(rejected.getSlot()));
  }

  private static Wire.ClientKnown write(GroupStatus status) {
    return Wire.ClientKnown.newBuilder()
        .setGroup(status.group())
        .setMember(status.member())
        .addAllMembers(status.members().stream().map(ClientCodec::write).toList())
        .setQuorums(
            Wire.QuorumSizes.newBuilder()
                .setElection(status.quorums().election())
                .setAccept(status.quorums().accept()))
        .setLeases(
            Wire.LeaseTerms.newBuilder()
                .setLength(status.leases().millis())
                .setDrift(status.leases().driftPpm()))
        .setEpoch(status.epoch())
        .setBallot(status.ballot())
        .setLeader(status.leader().orElse(""))
        .setChosenThrough(status.chosenThrough())
        .setAppliedThrough(status.appliedThrough())
        .setSnapshotThrough(status.snapshotThrough())
        .setLogTime(status.logTimeMillis())
        .setStateHash(status.stateHash())
        .setSessions(status.sessions())
        .setPending(status.pending())
        .setLeaderChanges(status.leaderChanges().count())
        .setLeaderCause(status.leaderChanges().lastCause())
        .build();
  }

  private static Wire.KnownMember write(GroupStatus.Member member) {
    return Wire.KnownMember.newBuilder()
        .setId(member.id())
        .setAddress(member.address())
        .setKind(member.kind())
        .setIncarnation(member.incarnation())
        .build();
  }

  private static GroupStatus.Member read(Wire.KnownMember member) {
    return new GroupStatus.Member(
        member.getId(), member.getAddress(), member.getKind(), member.getIncarnation());
  }

  private static GroupStatus read(Wire.ClientKnown known) {
    return new GroupStatus(
        known.getGroup(),
        known.getMember(),
        known.getMembersList().stream().map(ClientCodec::read).toList(),
        new GroupStatus.Quorums(known.getQuorums().getElection(), known.getQuorums().getAccept()),
        new GroupStatus.Leases(known.getLeases().getLength(), known.getLeases().getDrift()),
        known.getEpoch(),
        known.getBallot(),
        Optional.of(known.getLeader()).filter(leader -> !leader.isEmpty()),
        known.getChosenThrough(),
        known.getAppliedThrough(),
        known.getSnapshotThrough(),
        known.getLogTime(),
        known.getStateHash(),
        known.getSessions(),
        known.getPending(),
        new GroupStatus.LeaderChanges(known.getLeaderChanges(), known.getLeaderCause()));
  }
}
