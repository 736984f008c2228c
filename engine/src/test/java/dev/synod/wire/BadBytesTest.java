package dev.synod.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.Value;
import dev.synod.wire.proto.Wire;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no member of this release wrote is refused, and nothing else happens. */
class BadBytesTest {
  private static final RegisteredSerializer SYNOD = new RegisteredSerializer();

  @AfterAll
  static void stop() {
    SYNOD.close();
  }

  static List<Object> all() {
    return Samples.all();
  }

  @Test
  void anUnknownManifestIsRefusedByNameAndVersion() {
    assertThatThrownBy(() -> SYNOD.serializer().fromBinary(new byte[0], "ZZ"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("'ZZ'")
        .hasMessageContaining("format version 1");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aNewerVersionIsRefusedByManifestAndVersion(Object object) {
    byte[] newer = SYNOD.serializer().toBinary(object);
    newer[newer.length - 1]++; // the version comes last
    String manifest = SYNOD.serializer().manifest(object);

    assertThatThrownBy(() -> SYNOD.serializer().fromBinary(newer, manifest))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("'" + manifest + "'")
        .hasMessageContaining("format version 2, this release reads 1 to 1");
  }

  /** No prefix of a message is a message: a list that was cut short is never taken for whole. */
  @ParameterizedTest
  @MethodSource("all")
  void bytesThatWereCutAnywhereAreRefused(Object object) {
    byte[] bytes = SYNOD.serializer().toBinary(object);
    String manifest = SYNOD.serializer().manifest(object);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);

      assertThatThrownBy(() -> SYNOD.serializer().fromBinary(cut, manifest))
          .isInstanceOf(NotSerializableException.class);
      assertThatThrownBy(() -> SYNOD.serializer().fromBinary(ByteBuffer.wrap(cut), manifest))
          .isInstanceOf(NotSerializableException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aFlippedBitGivesAnObjectOrARefusalAndNothingElse(Object object) {
    byte[] bytes = SYNOD.serializer().toBinary(object);
    String manifest = SYNOD.serializer().manifest(object);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        assertThat(SYNOD.serializer().fromBinary(flipped, manifest)).hasSameClassAs(object);
      } catch (NotSerializableException refused) {
        assertThat(refused).hasMessageContaining("'" + manifest + "'");
      }
    }
  }

  @Test
  void whatTheRecordsForbidIsRefusedOnTheWayInAsWell() {
    AcceptorMessage.Accept accept =
        new AcceptorMessage.Accept(Samples.BALLOT, 17, Samples.BATCH, 0);
    Envelope envelope = Samples.envelope(accept);

    requireRefused(envelope, wire -> wire.setGroup("b/nk"), "group name 'b/nk'");
    requireRefused(envelope, wire -> wire.setFrom(""), "member id ''");
    requireRefused(envelope, wire -> wire.setEpoch(-1), "epoch = -1");
    requireRefused(envelope, Wire.Envelope.Builder::clearMessage, "without a message");
    requireRefused(envelope, accept(wire -> wire.setSlot(0)), "slot = 0");
    requireRefused(envelope, accept(Wire.Accept.Builder::clearValue), "a value of an unknown kind");
    requireRefused(envelope, accept(Wire.Accept.Builder::clearBallot), "member id ''");
  }

  /** S4: a table like that would decide otherwise than the one that was kept. */
  @Test
  void whatNoReplicaKeepsIsRefused() throws IOException {
    requireSnapshotRefused(wire -> wire.setAppliedThrough(0), "applied through = 0");
    requireSnapshotRefused(wire -> wire.setNextSession(0), "next session = 0");
    requireSnapshotRefused(wire -> wire.clearConfiguration(), "epoch = 0");
    requireSnapshotRefused(wire -> session(wire).setId(0), "session 0");
    requireSnapshotRefused(wire -> session(wire).setLowWater(-1), "low water = -1");
    requireSnapshotRefused(wire -> result(wire).setSequence(0), "sequence = 0");
    requireSnapshotRefused(wire -> result(wire).setSlot(0), "slot = 0");
    requireSnapshotRefused(wire -> result(wire).clearEnding(), "sequence 999 has no known ending");
  }

  @Test
  void aChosenBatchThatCannotBeReadIsABreach() {
    Value.Commands good = new CommandCodec().encode(new Batch(Samples.COMMANDS), 1);
    ByteString cut = good.body().substring(0, good.body().size() - 1);

    for (Value.Commands bad :
        List.of(
            new Value.Commands(1, ByteString.EMPTY),
            new Value.Commands(1, cut),
            new Value.Commands(1, newer(good.body())))) {
      assertThatThrownBy(() -> new CommandCodec().decode(bad))
          .isInstanceOf(Invariant.Breach.class)
          .hasMessageContaining("P1");
    }
  }

  @Test
  void anObjectWithoutAFormIsNamed() {
    assertThatThrownBy(() -> SYNOD.serializer().manifest("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String");
  }

  private static ByteString newer(ByteString batch) {
    byte[] bytes = batch.toByteArray();
    bytes[bytes.length - 1]++;
    return ByteString.copyFrom(bytes);
  }

  private static UnaryOperator<Wire.Envelope.Builder> accept(
      UnaryOperator<Wire.Accept.Builder> damage) {
    return wire -> wire.setAccept(damage.apply(wire.getAcceptBuilder()));
  }

  private static Wire.KeptSession.Builder session(Wire.ReplicaSnapshot.Builder wire) {
    return wire.getSessionsBuilder(0);
  }

  private static Wire.KeptResult.Builder result(Wire.ReplicaSnapshot.Builder wire) {
    return session(wire).getResultsBuilder(0);
  }

  private static void requireSnapshotRefused(
      Consumer<Wire.ReplicaSnapshot.Builder> damage, String reason) throws IOException {
    byte[] sound = SYNOD.serializer().toBinary(Samples.SNAPSHOTS.get(0));
    Wire.ReplicaSnapshot.Builder wire = Wire.ReplicaSnapshot.newBuilder().mergeFrom(sound);
    damage.accept(wire);
    byte[] bytes = wire.build().toByteArray();

    assertThatThrownBy(() -> SYNOD.serializer().fromBinary(bytes, "RS"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining(reason);
  }

  private static void requireRefused(
      Envelope envelope, UnaryOperator<Wire.Envelope.Builder> damage, String reason) {
    byte[] bytes = damage.apply(MessageCodec.write(envelope).toBuilder()).build().toByteArray();

    assertThatThrownBy(() -> SYNOD.serializer().fromBinary(bytes, "E"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining(reason);
  }
}
