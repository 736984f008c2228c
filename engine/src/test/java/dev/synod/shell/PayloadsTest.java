package dev.synod.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.Payload;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pekko's serializer of arrays of bytes gives back the very array that it is given. */
class PayloadsTest {
  private final ActorTestKit kit = ActorTestKit.create("payloads");
  private final Payloads payloads = new Payloads(kit.system());
  private final byte[] array = {1, 2, 3, 4};

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** Who submits a command may use its array again. */
  @Test
  void writesACopy() {
    Payload payload = payloads.write(array);
    array[0] = 9;

    assertThat(payload.bytes().byteAt(0)).isEqualTo((byte) 1);
    assertThat(payloads.read(payload, byte[].class)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void copiesNothingLarge() {
    Payload payload = payloads.writeLarge(array);

    assertThat(payloads.readLarge(payload)).isSameAs(array);
  }

  @Test
  void readsAPartOfAnArrayAndSeveralArraysAllTheSame() {
    Payload whole = payloads.writeLarge(array);
    ByteString several = ByteString.empty();
    for (int i = 0; i < 200; i++) {
      several = several.concat(UnsafeByteOperations.unsafeWrap(new byte[] {(byte) i}));
    }

    assertThat((byte[]) payloads.readLarge(of(whole, whole.bytes().substring(1, 3))))
        .containsExactly(2, 3);
    assertThat((byte[]) payloads.readLarge(of(whole, whole.bytes().substring(0, 3))))
        .containsExactly(1, 2, 3);
    assertThat((byte[]) payloads.readLarge(of(whole, several))).isEqualTo(several.toByteArray());
    assertThat((byte[]) payloads.readLarge(of(whole, ByteString.empty()))).isEmpty();
  }

  @Test
  void refusesAnotherType() {
    Payload payload = payloads.write("text");

    assertThatThrownBy(() -> payloads.read(payload, Envelope.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which is no Envelope");
    assertThatThrownBy(() -> payloads.readApart(payload, Envelope.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which is no Envelope");
  }

  private static Payload of(Payload like, ByteString bytes) {
    return new Payload(like.serializerId(), like.manifest(), bytes);
  }
}
