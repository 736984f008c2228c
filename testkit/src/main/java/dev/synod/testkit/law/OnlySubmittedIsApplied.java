package dev.synod.testkit.law;

import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Validity, and that nothing acknowledged is lost: what is applied was submitted by a client, and
 * what a client was told to be committed stands in the log at the slot that it was told.
 */
public final class OnlySubmittedIsApplied extends Law {
  private record Numbered(long session, long sequence) {}

  private final BatchCodec codec;
  private final Set<Payload> submitted = new HashSet<>();
  private final Map<Numbered, Long> applied = new HashMap<>();
  private long through;

  /** Reads values with this codec. */
  public OnlySubmittedIsApplied(BatchCodec codec) {
    this.codec = codec;
  }

  /** A client has submitted this. */
  public void submitted(Payload payload) {
    submitted.add(payload);
  }

  /** A client was told that this is committed. */
  public void acknowledged(long session, long sequence, long slot) {
    long first = applied.getOrDefault(new Numbered(session, sequence), 0L);
    require(
        first == slot,
        "command %d of session %d is acknowledged for slot %d; it was first applied in slot %d",
        sequence,
        session,
        slot,
        first);
  }

  @Override
  public void delivered(MemberId member, ReplicaNotice.Deliver deliver) {
    for (int i = 0; i < deliver.values().size(); i++) {
      if (deliver.first() + i == through + 1) {
        through++;
        read(deliver.values().get(i));
      }
    }
  }

  private void read(Value value) {
    if (!(value instanceof Value.Commands commands)) {
      return;
    }
    for (LogCommand command : codec.decode(commands).commands()) {
      if (command instanceof LogCommand.User user) {
        require(
            submitted.contains(user.payload()),
            "slot %d holds a command that nobody submitted: %s",
            through,
            user);
        applied.putIfAbsent(new Numbered(user.session().value(), user.sequence()), through);
      }
    }
  }
}
