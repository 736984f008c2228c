package dev.synod.membership;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Hands on what is sent and what is posted. */
record RecordingPostbox(BiConsumer<MemberId, PaxosMessage> sent, Consumer<Notice> posted)
    implements Postbox {
  @Override
  public void send(MemberId to, PaxosMessage message) {
    sent.accept(to, message);
  }

  @Override
  public void post(Notice notice) {
    posted.accept(notice);
  }
}
