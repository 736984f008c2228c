package dev.synod.wire;

import dev.synod.bench.Words;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Value;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Commands of 128 B become a slot's value, and commands again. */
@State(Scope.Thread)
public class BatchBench {
  @Param({"1", "256"})
  public int commands;

  private final CommandCodec codec = new CommandCodec();
  private Batch batch = new Batch(List.of());
  private Value.Commands value = codec.encode(batch, 1);

  @Setup
  public void begin() {
    batch = new Batch(Words.commands(commands));
    value = codec.encode(batch, 1);
  }

  @Benchmark
  public Value.Commands encode() {
    return codec.encode(batch, 1);
  }

  @Benchmark
  public Batch decode() {
    return codec.decode(value);
  }
}
