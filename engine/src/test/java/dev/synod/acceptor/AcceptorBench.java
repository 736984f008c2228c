package dev.synod.acceptor;

import static dev.synod.acceptor.Given.N2;

import com.google.protobuf.ByteString;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A pile of votes of 1 KiB each, after a thousand chosen slots. */
@State(Scope.Thread)
public class AcceptorBench {
  private static final Ballot BALLOT = Given.ballot(2, N2);
  private static final long CHOSEN = 1000;
  private static final Terms TERMS = Given.terms(Given.PAGE);

  @Param({"1", "64"})
  public int accepts;

  private AcceptorState before = Given.EMPTY;
  private List<Request> pile = List.of();

  @Setup
  public void begin() {
    Request[] log =
        LongStream.rangeClosed(1, CHOSEN).mapToObj(AcceptorBench::accept).toArray(Request[]::new);
    before = Given.after(Given.EMPTY, Given.prepare(BALLOT, 1));
    before = Given.after(before, log);
    before = Given.after(before, Given.choose(BALLOT, CHOSEN));
    pile =
        LongStream.rangeClosed(CHOSEN + 1, CHOSEN + accepts)
            .mapToObj(AcceptorBench::accept)
            .toList();
  }

  private static Request accept(long slot) {
    Value value = new Value.Commands(slot, ByteString.copyFrom(new byte[1024]));
    return Given.from(N2, new Accept(BALLOT, slot, value, 0));
  }

  @Benchmark
  public Decision decide() {
    return AcceptorRules.SOUND.decide(before, pile, TERMS);
  }

  @Benchmark
  public AcceptorState decideAndRemember() {
    return Given.after(before, AcceptorRules.SOUND.decide(before, pile, TERMS));
  }
}
