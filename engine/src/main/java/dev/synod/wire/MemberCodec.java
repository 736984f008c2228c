package dev.synod.wire;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.SessionLimits;
import dev.synod.protocol.Value;
import dev.synod.wire.proto.Wire;
import java.util.List;
import java.util.Optional;

/**
 * Members and configurations, in messages, events and snapshots. Every {@code read} throws
 * IllegalArgumentException for what no member ever writes.
 */
final class MemberCodec {
  private MemberCodec() {}

  static Wire.MemberRecord write(MemberRecord member) {
    return Wire.MemberRecord.newBuilder()
        .setId(member.id().value())
        .setAddress(member.address())
        .setIncarnation(WordCodec.write(member.incarnation()))
        .setKind(write(member.kind()))
        .build();
  }

  static MemberRecord read(Wire.MemberRecord member) {
    return new MemberRecord(
        new MemberId(member.getId()),
        member.getAddress(),
        WordCodec.read(member.getIncarnation()),
        read(member.getKind()));
  }

  static Wire.MemberKind write(MemberKind kind) {
    return switch (kind) {
      case VOTER -> Wire.MemberKind.VOTER;
      case WITNESS -> Wire.MemberKind.WITNESS;
      case JOINER -> Wire.MemberKind.JOINER;
      case OBSERVER -> Wire.MemberKind.OBSERVER;
    };
  }

  static MemberKind read(Wire.MemberKind kind) {
    return switch (kind) {
      case VOTER -> MemberKind.VOTER;
      case WITNESS -> MemberKind.WITNESS;
      case JOINER -> MemberKind.JOINER;
      case OBSERVER -> MemberKind.OBSERVER;
      case UNRECOGNIZED -> throw new IllegalArgumentException("a member of an unknown kind");
    };
  }

  static Wire.QuorumSizes write(QuorumSizes quorums) {
    return Wire.QuorumSizes.newBuilder()
        .setElection(quorums.election())
        .setAccept(quorums.accept())
        .build();
  }

  static QuorumSizes read(Wire.QuorumSizes quorums) {
    return new QuorumSizes(quorums.getElection(), quorums.getAccept());
  }

  static Wire.Configuration write(Configuration configuration) {
    Wire.Configuration.Builder to =
        Wire.Configuration.newBuilder()
            .setEpoch(configuration.epoch())
            .setSessions(write(configuration.sessions()))
            .setQuorums(write(configuration.quorums()))
            .addAllMembers(configuration.members().stream().map(MemberCodec::write).toList());
    return configuration.leases().on()
        ? to.setLeases(write(configuration.leases())).build()
        : to.build();
  }

  static Configuration read(Wire.Configuration configuration) {
    long epoch = WordCodec.fromOne("epoch", configuration.getEpoch());
    SessionLimits sessions = read(configuration.getSessions());
    List<MemberRecord> members =
        configuration.getMembersList().stream().map(MemberCodec::read).toList();
    Configuration majority = Configuration.majority(epoch, sessions, members);
    QuorumSizes quorums =
        configuration.hasQuorums() ? read(configuration.getQuorums()) : majority.quorums();
    return new Configuration(epoch, sessions, read(configuration.getLeases()), quorums, members);
  }

  static Wire.StopSign write(Value.StopSign sign) {
    return Wire.StopSign.newBuilder()
        .setNext(write(sign.next()))
        .setSuccessor(sign.successor().map(MemberId::value).orElse(""))
        .build();
  }

  static Value.StopSign read(long logTime, Wire.StopSign sign) {
    return new Value.StopSign(
        logTime,
        read(sign.getNext()),
        sign.getSuccessor().isEmpty()
            ? Optional.empty()
            : Optional.of(new MemberId(sign.getSuccessor())));
  }

  static Wire.LeaseTerms write(LeaseTerms leases) {
    return Wire.LeaseTerms.newBuilder()
        .setLength(leases.millis())
        .setDrift(leases.driftPpm())
        .build();
  }

  static LeaseTerms read(Wire.LeaseTerms leases) {
    return new LeaseTerms(leases.getLength(), leases.getDrift());
  }

  private static Wire.SessionLimits write(SessionLimits limits) {
    return Wire.SessionLimits.newBuilder()
        .setWindow(limits.window())
        .setTtl(limits.ttlMillis())
        .setMax(limits.max())
        .build();
  }

  private static SessionLimits read(Wire.SessionLimits limits) {
    return new SessionLimits(limits.getWindow(), limits.getTtl(), limits.getMax());
  }
}
