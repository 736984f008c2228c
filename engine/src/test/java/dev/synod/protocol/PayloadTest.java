package dev.synod.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** Rule S2: commands are told apart by their digest, the same on every replica. */
class PayloadTest {

  @Test
  void theDigestIsOfAllOfItAndOfNothingElse() {
    Payload payload = payload(300, "m", "body");

    assertThat(payload.digest()).isEqualTo(payload(300, "m", "body").digest());
    assertThat(payload.digest()).isNotEqualTo(payload(300 + 256, "m", "body").digest());
    assertThat(payload.digest()).isNotEqualTo(payload(300, "n", "body").digest());
    assertThat(payload.digest()).isNotEqualTo(payload(300, "m", "Body").digest());
    assertThat(payload.digest()).isNotEqualTo(payload(300, "m", "").digest());
  }

  /** It is part of the replicated state: another release must not find another one. */
  @Test
  void theDigestNeverChanges() {
    assertThat(payload(300, "m", "body").digest()).isEqualTo(0xdb73fa6d);
  }

  private static Payload payload(int serializer, String manifest, String body) {
    return new Payload(serializer, manifest, ByteString.copyFromUtf8(body));
  }
}
