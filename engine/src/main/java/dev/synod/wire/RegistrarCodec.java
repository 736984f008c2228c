package dev.synod.wire;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.RegistrarMessage.Change;
import dev.synod.protocol.RegistrarMessage.Refusal;
import dev.synod.protocol.RegistrarMessage.Report;
import dev.synod.wire.proto.Wire;
import java.util.Optional;

/** What registrars are told, put into the envelope that it is made for. */
record RegistrarCodec(Wire.Envelope.Builder envelope)
    implements RegistrarMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onReport(MemberId from, Report report) {
    return envelope.setReport(
        Wire.Report.newBuilder().setHeld(report.held()).setExecuted(report.executed()));
  }

  static Report read(Wire.Report report) {
    return new Report(
        WordCodec.fromZero("held", report.getHeld()),
        WordCodec.fromZero("executed", report.getExecuted()));
  }

  @Override
  public Wire.Envelope.Builder onChange(MemberId from, Change change) {
    Wire.Change.Builder wire =
        Wire.Change.newBuilder().setRequest(change.request()).setEpoch(change.epoch());
    return envelope.setChange(change.change().fold(new Writer(wire)));
  }

  static Change read(Wire.Change change) {
    return new Change(
        change.getRequest(), WordCodec.fromOne("epoch", change.getEpoch()), readChange(change));
  }

  private static MembershipChange readChange(Wire.Change change) {
    return switch (change.getChangeCase()) {
      case ADD ->
          new MembershipChange.Add(
              new MemberId(change.getAdd().getId()), MemberCodec.read(change.getAdd().getKind()));
      case REMOVE -> new MembershipChange.Remove(new MemberId(change.getRemove()));
      case REPLACE -> new MembershipChange.Replace(new MemberId(change.getReplace()));
      case PROMOTE -> new MembershipChange.Promote(new MemberId(change.getPromote()));
      case RESIZE -> new MembershipChange.Resize(MemberCodec.read(change.getResize()));
      case HAND_OVER ->
          new MembershipChange.HandOver(
              Optional.of(change.getHandOver()).filter(id -> !id.isEmpty()).map(MemberId::new));
      case LEASE -> new MembershipChange.Lease(MemberCodec.read(change.getLease()));
      case CHANGE_NOT_SET ->
          throw new IllegalArgumentException("a change of a kind that this release does not know");
    };
  }

  @Override
  public Wire.Envelope.Builder onRefusal(MemberId from, Refusal refusal) {
    return envelope.setRefusal(
        Wire.Refusal.newBuilder().setRequest(refusal.request()).setReason(refusal.reason()));
  }

  static Refusal read(Wire.Refusal refusal) {
    return new Refusal(refusal.getRequest(), refusal.getReason());
  }

  /** One method per kind of change, so that a new kind does not compile without its form. */
  private record Writer(Wire.Change.Builder wire)
      implements MembershipChange.Cases<Wire.Change.Builder> {

    @Override
    public Wire.Change.Builder onAdd(MembershipChange.Add add) {
      return wire.setAdd(
          Wire.AddMember.newBuilder()
              .setId(add.id().value())
              .setKind(MemberCodec.write(add.kind())));
    }

    @Override
    public Wire.Change.Builder onRemove(MembershipChange.Remove remove) {
      return wire.setRemove(remove.id().value());
    }

    @Override
    public Wire.Change.Builder onReplace(MembershipChange.Replace replace) {
      return wire.setReplace(replace.id().value());
    }

    @Override
    public Wire.Change.Builder onPromote(MembershipChange.Promote promote) {
      return wire.setPromote(promote.id().value());
    }

    @Override
    public Wire.Change.Builder onHandOver(MembershipChange.HandOver handOver) {
      return wire.setHandOver(handOver.to().map(MemberId::value).orElse(""));
    }

    @Override
    public Wire.Change.Builder onResize(MembershipChange.Resize resize) {
      return wire.setResize(MemberCodec.write(resize.quorums()));
    }

    @Override
    public Wire.Change.Builder onLease(MembershipChange.Lease lease) {
      return wire.setLease(MemberCodec.write(lease.terms()));
    }
  }
}
