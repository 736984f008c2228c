package dev.synod.wire;

import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;

/** What learners are told, put into the envelope that it is made for. */
record LearnerCodec(Wire.Envelope.Builder envelope)
    implements LearnerMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onAccepted(MemberId from, Accepted accepted) {
    return envelope.setAccepted(
        Wire.Accepted.newBuilder()
            .setBallot(WordCodec.write(accepted.ballot()))
            .addAllSlots(accepted.slots()));
  }

  static Accepted read(Wire.Accepted accepted) {
    accepted.getSlotsList().forEach(slot -> WordCodec.fromOne("slot", slot));
    return new Accepted(WordCodec.read(accepted.getBallot()), accepted.getSlotsList());
  }

  @Override
  public Wire.Envelope.Builder onChosen(MemberId from, Chosen chosen) {
    return envelope.setChosen(
        Wire.Chosen.newBuilder()
            .setBallot(WordCodec.write(chosen.ballot()))
            .setThrough(chosen.through()));
  }

  static Chosen read(Wire.Chosen chosen) {
    return new Chosen(
        WordCodec.read(chosen.getBallot()), WordCodec.fromZero("through", chosen.getThrough()));
  }

  @Override
  public Wire.Envelope.Builder onCatchUpPage(MemberId from, CatchUpPage page) {
    return envelope.setCatchUpPage(
        Wire.CatchUpPage.newBuilder()
            .setFrom(page.from())
            .addAllValues(WordCodec.writeValues(page.values()))
            .setChosenThrough(page.chosenThrough())
            .setTruncatedTo(page.truncatedTo()));
  }

  static CatchUpPage read(Wire.CatchUpPage page) {
    return new CatchUpPage(
        WordCodec.fromOne("from", page.getFrom()),
        WordCodec.readValues(page.getValuesList()),
        WordCodec.fromZero("chosen through", page.getChosenThrough()),
        WordCodec.fromZero("truncated to", page.getTruncatedTo()));
  }

  @Override
  public Wire.Envelope.Builder onConfirmed(MemberId from, Confirmed confirmed) {
    return envelope.setConfirmed(
        Wire.Confirmed.newBuilder()
            .setBallot(WordCodec.write(confirmed.ballot()))
            .setRound(confirmed.round())
            .setLease(confirmed.leaseMillis()));
  }

  static Confirmed read(Wire.Confirmed confirmed) {
    return new Confirmed(
        WordCodec.read(confirmed.getBallot()),
        confirmed.getRound(),
        WordCodec.fromZero("lease", confirmed.getLease()));
  }

  @Override
  public Wire.Envelope.Builder onReadIndexAsk(MemberId from, ReadIndexAsk ask) {
    return envelope.setReadIndexAsk(
        Wire.ReadIndexAsk.newBuilder().setRequest(ask.request()).setLeaseOnly(ask.leaseOnly()));
  }

  static ReadIndexAsk read(Wire.ReadIndexAsk ask) {
    return new ReadIndexAsk(ask.getRequest(), ask.getLeaseOnly());
  }

  @Override
  public Wire.Envelope.Builder onSnapshotted(MemberId from, Snapshotted snapshotted) {
    return envelope.setSnapshotted(
        Wire.Snapshotted.newBuilder()
            .setThrough(snapshotted.through())
            .setLogTime(snapshotted.logTime())
            .setConfiguration(MemberCodec.write(snapshotted.configuration()))
            .setDisk(WordCodec.write(snapshotted.disk())));
  }

  static Snapshotted read(Wire.Snapshotted snapshotted) {
    return new Snapshotted(
        WordCodec.fromZero("through", snapshotted.getThrough()),
        WordCodec.fromZero("log time", snapshotted.getLogTime()),
        MemberCodec.read(snapshotted.getConfiguration()),
        WordCodec.read(snapshotted.getDisk()));
  }

  @Override
  public Wire.Envelope.Builder onLaterEpoch(MemberId from, LearnerMessage.LaterEpoch later) {
    return envelope.setLaterEpoch(Wire.LaterEpoch.getDefaultInstance());
  }
}
