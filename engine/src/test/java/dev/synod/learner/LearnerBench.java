package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.learner.Scene.OWN;

import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Step;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The second of three votes for each open slot, at the leader. */
@State(Scope.Thread)
public class LearnerBench {
  private static final Moment NOW = new Moment(0, new Random(1));

  @Param({"1", "4"})
  public int slots;

  private LearnerState before = Scene.follower().state();
  private Accepted votes = new Accepted(OWN, List.of());

  @Setup
  public void begin() {
    votes = new Accepted(OWN, LongStream.rangeClosed(1, slots).boxed().toList());
    before = Scene.leaderProposing(4).hear(N1, votes).state();
  }

  @Benchmark
  public boolean count() {
    return before.counting().orElseThrow().with(N2, votes).won().isEmpty();
  }

  @Benchmark
  public Step<LearnerState> receive() {
    return before.receive(N2, votes, NOW);
  }
}
