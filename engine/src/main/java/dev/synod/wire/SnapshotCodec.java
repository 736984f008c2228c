package dev.synod.wire;

import dev.synod.protocol.GroupName;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionId;
import dev.synod.replica.Sessions;
import dev.synod.replica.Snapshot;
import dev.synod.wire.proto.Wire;
import java.util.List;

/**
 * Snapshots in snapshot stores. Reading throws IllegalArgumentException for a newer version and for
 * what no member writes: the member then stops, for without its state it can't go on (rule D2).
 */
final class SnapshotCodec {
  static final List<Form<?, ?>> FORMS =
      List.of(
          new Form<>(
              "RS",
              Snapshot.class,
              SnapshotCodec::write,
              Wire.ReplicaSnapshot.parser(),
              SnapshotCodec::read));

  private SnapshotCodec() {}

  private static Wire.ReplicaSnapshot write(Snapshot snapshot) {
    return Wire.ReplicaSnapshot.newBuilder()
        .setGroup(snapshot.group().value())
        .setCluster(snapshot.cluster())
        .setConfiguration(MemberCodec.write(snapshot.configuration()))
        .setAppliedThrough(snapshot.appliedThrough())
        .setLogTime(snapshot.logTime())
        .setState(WordCodec.write(snapshot.state()))
        .setNextSession(snapshot.nextSession())
        .addAllSessions(snapshot.sessions().stream().map(SnapshotCodec::write).toList())
        .setStateHash(snapshot.stateHash())
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static Snapshot read(Wire.ReplicaSnapshot snapshot) {
    WordCodec.requireReadable(snapshot.getVersion());
    return new Snapshot(
        new GroupName(snapshot.getGroup()),
        snapshot.getCluster(),
        MemberCodec.read(snapshot.getConfiguration()),
        WordCodec.fromOne("applied through", snapshot.getAppliedThrough()),
        WordCodec.fromZero("log time", snapshot.getLogTime()),
        WordCodec.read(snapshot.getState()),
        WordCodec.fromOne("next session", snapshot.getNextSession()),
        snapshot.getSessionsList().stream().map(SnapshotCodec::read).toList(),
        snapshot.getStateHash());
  }

  private static Wire.KeptSession write(Snapshot.Session session) {
    return Wire.KeptSession.newBuilder()
        .setId(session.id().value())
        .setOpener(session.opener().member().value())
        .setNonce(session.opener().nonce())
        .setOwn(session.opener().own())
        .setLastUsed(session.lastUsed())
        .setLowWater(session.lowWater())
        .addAllResults(session.results().stream().map(SnapshotCodec::write).toList())
        .build();
  }

  private static Snapshot.Session read(Wire.KeptSession session) {
    return new Snapshot.Session(
        new SessionId(session.getId()),
        new Sessions.Opener(
            new MemberId(session.getOpener()), session.getNonce(), session.getOwn()),
        WordCodec.fromZero("last used", session.getLastUsed()),
        WordCodec.fromZero("low water", session.getLowWater()),
        session.getResultsList().stream().map(SnapshotCodec::read).toList());
  }

  private static Wire.KeptResult write(Snapshot.Result result) {
    Wire.KeptResult.Builder to =
        Wire.KeptResult.newBuilder()
            .setSequence(result.sequence())
            .setDigest(result.digest())
            .setSlot(result.slot());
    return result.ending() instanceof Snapshot.Ending.Reply reply
        ? to.setReply(WordCodec.write(reply.payload())).build()
        : to.setFailed(((Snapshot.Ending.Failed) result.ending()).detail()).build();
  }

  private static Snapshot.Result read(Wire.KeptResult result) {
    Snapshot.Ending ending =
        switch (result.getEndingCase()) {
          case REPLY -> new Snapshot.Ending.Reply(WordCodec.read(result.getReply()));
          case FAILED -> new Snapshot.Ending.Failed(result.getFailed());
          case ENDING_NOT_SET ->
              throw new IllegalArgumentException(
                  "the result of sequence " + result.getSequence() + " has no known ending");
        };
    return new Snapshot.Result(
        WordCodec.fromOne("sequence", result.getSequence()),
        result.getDigest(),
        WordCodec.fromOne("slot", result.getSlot()),
        ending);
  }
}
