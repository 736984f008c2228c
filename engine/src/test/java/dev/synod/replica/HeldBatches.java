package dev.synod.replica;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Batch;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A codec whose bytes are the number of a batch that it holds. */
final class HeldBatches implements BatchCodec {
  private final List<Batch> batches = new CopyOnWriteArrayList<>();

  @Override
  public Value.Commands encode(Batch batch, long logTime) {
    batches.add(batch);
    return new Value.Commands(logTime, ByteString.copyFromUtf8(String.valueOf(batches.size() - 1)));
  }

  @Override
  public Batch decode(Value.Commands value) {
    if (value.body().toStringUtf8().isBlank()) {
      return new Batch(List.of());
    }
    return batches.get(Integer.parseInt(value.body().toStringUtf8()));
  }

  Value.Commands of(long logTime, LogCommand... commands) {
    return encode(new Batch(List.of(commands)), logTime);
  }
}
