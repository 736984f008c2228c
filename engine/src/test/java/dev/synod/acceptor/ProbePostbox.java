package dev.synod.acceptor;

import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import java.util.function.Consumer;

/** Tells a test what was said, in order. */
record ProbePostbox(Consumer<Effect> said) implements Postbox {
  @Override
  public void send(MemberId to, PaxosMessage message) {
    said.accept(new Effect.Send(to, message));
  }

  @Override
  public void post(Notice notice) {
    said.accept(new Effect.Post(notice));
  }
}
