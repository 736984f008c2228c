package dev.synod.proposer;

import static dev.synod.Cast.N1;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.bench.Words;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.Step;
import dev.synod.settings.SynodSettings.ProposerSettings;
import dev.synod.wire.CommandCodec;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Commands of 128 B come to a leader with an empty window, and leave in one slot. */
@State(Scope.Thread)
public class ProposerBench {
  private static final Moment NOW = new Moment(0, new Random(1));

  @Param({"1", "256"})
  public int commands;

  private ProposerState leading = Scene.idle().state();
  private Submit submit = new Submit(List.of());

  @Setup
  public void begin() {
    ProposerSettings settings =
        new ProposerSettings(
            4,
            128 * 1024,
            64 << 20,
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10));
    leading =
        Scene.lead(
                new Driver<>(
                    ProposerState.initial(N1, Cast.members(3), settings, new CommandCodec())))
            .state();
    submit = new Submit(Words.commands(commands));
  }

  /** Only into the queue and out of it. */
  @Benchmark
  public Object queue() {
    return Pipeline.startingWith(1, List.of())
        .queueing(N1, submit.commands(), 64 << 20)
        .take(128 * 1024);
  }

  @Benchmark
  public Step<ProposerState> submit() {
    return leading.receive(N1, submit, NOW);
  }
}
