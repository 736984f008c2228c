package dev.synod.membership;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import java.util.function.BiConsumer;

/** Hands on what is sent; founders post no notices. */
record RecordingPostbox(BiConsumer<MemberId, PaxosMessage> sent) implements Postbox {
  @Override
  public void send(MemberId to, PaxosMessage message) {
    sent.accept(to, message);
  }

  @Override
  public void post(Notice notice) {
    throw new AssertionError("a founder posts no notice: " + notice);
  }
}
