package dev.synod.wire;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerMessage.Reach;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.wire.proto.Wire;

/** What proposers are told, put into the envelope that it is made for. */
record ProposerCodec(Wire.Envelope.Builder envelope)
    implements ProposerMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onPromise(MemberId from, Promise promise) {
    return envelope.setPromise(
        Wire.Promise.newBuilder()
            .setBallot(WordCodec.write(promise.ballot()))
            .setFrom(promise.from())
            .setChosenThrough(promise.chosenThrough())
            .addAllChosen(WordCodec.writeValues(promise.chosen()))
            .addAllVotes(WordCodec.writeVotes(promise.votes()))
            .setNext(promise.next())
            .setTruncatedTo(promise.truncatedTo()));
  }

  static Promise read(Wire.Promise promise) {
    return new Promise(
        WordCodec.read(promise.getBallot()),
        WordCodec.fromOne("from", promise.getFrom()),
        WordCodec.fromZero("chosen through", promise.getChosenThrough()),
        WordCodec.readValues(promise.getChosenList()),
        WordCodec.readVotes(promise.getVotesList()),
        WordCodec.fromZero("next", promise.getNext()),
        WordCodec.fromZero("truncated to", promise.getTruncatedTo()));
  }

  @Override
  public Wire.Envelope.Builder onNack(MemberId from, Nack nack) {
    return envelope.setNack(
        Wire.Nack.newBuilder()
            .setBallot(WordCodec.write(nack.ballot()))
            .setPromised(WordCodec.write(nack.promised())));
  }

  static Nack read(Wire.Nack nack) {
    return new Nack(WordCodec.read(nack.getBallot()), WordCodec.read(nack.getPromised()));
  }

  @Override
  public Wire.Envelope.Builder onSubmit(MemberId from, Submit submit) {
    return envelope.setSubmit(
        Wire.Submit.newBuilder().addAllCommands(CommandCodec.write(submit.commands())));
  }

  @Override
  public Wire.Envelope.Builder onReach(MemberId from, Reach reach) {
    return envelope.setReach(Wire.Reach.newBuilder().setSlot(reach.slot()));
  }

  static Reach read(Wire.Reach reach) {
    return new Reach(WordCodec.fromOne("slot", reach.getSlot()));
  }

  static Submit read(Wire.Submit submit) {
    return new Submit(CommandCodec.readable(submit.getCommandsList()));
  }
}
