package dev.synod.wire;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorMessage.Survey;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;

/** What acceptors are asked, put into the envelope that it is made for. */
record AcceptorCodec(Wire.Envelope.Builder envelope)
    implements AcceptorMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onPrepare(MemberId from, Prepare prepare) {
    return envelope.setPrepare(
        Wire.Prepare.newBuilder()
            .setBallot(WordCodec.write(prepare.ballot()))
            .setFrom(prepare.from()));
  }

  static Prepare read(Wire.Prepare prepare) {
    return new Prepare(
        WordCodec.read(prepare.getBallot()), WordCodec.fromOne("from", prepare.getFrom()));
  }

  @Override
  public Wire.Envelope.Builder onAccept(MemberId from, Accept accept) {
    return envelope.setAccept(
        Wire.Accept.newBuilder()
            .setBallot(WordCodec.write(accept.ballot()))
            .setSlot(accept.slot())
            .setValue(WordCodec.write(accept.value()))
            .setChosenThrough(accept.chosenThrough()));
  }

  static Accept read(Wire.Accept accept) {
    return new Accept(
        WordCodec.read(accept.getBallot()),
        WordCodec.fromOne("slot", accept.getSlot()),
        WordCodec.read(accept.getValue()),
        WordCodec.fromZero("chosen_through", accept.getChosenThrough()));
  }

  @Override
  public Wire.Envelope.Builder onConfirm(MemberId from, Confirm confirm) {
    return envelope.setConfirm(
        Wire.Confirm.newBuilder()
            .setBallot(WordCodec.write(confirm.ballot()))
            .setRound(confirm.round()));
  }

  static Confirm read(Wire.Confirm confirm) {
    return new Confirm(WordCodec.read(confirm.getBallot()), confirm.getRound());
  }

  @Override
  public Wire.Envelope.Builder onCatchUp(MemberId from, CatchUp catchUp) {
    return envelope.setCatchUp(Wire.CatchUp.newBuilder().setFrom(catchUp.from()));
  }

  @Override
  public Wire.Envelope.Builder onSurvey(MemberId from, Survey survey) {
    return envelope.setSurvey(Wire.Survey.newBuilder().setRequest(survey.request()));
  }

  static Survey read(Wire.Survey survey) {
    return new Survey(survey.getRequest());
  }

  static CatchUp read(Wire.CatchUp catchUp) {
    return new CatchUp(WordCodec.fromOne("from", catchUp.getFrom()));
  }
}
