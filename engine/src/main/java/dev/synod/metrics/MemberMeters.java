package dev.synod.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/** All meters of one member of a group, from its start until it has stopped. */
public final class MemberMeters implements AutoCloseable {
  /** Those of members that nobody measures; one set for all, which keeps nothing. */
  public static final MemberMeters NONE = of(new CompositeMeterRegistry(new Still()), "", "");

  private final Board board;
  private final CallMeters calls;
  private final ProposerMeters proposer;
  private final AcceptorMeters acceptor;
  private final LogMeters log;
  private final SnapshotMeters snapshots;
  private final ElectionMeters elections;

  private MemberMeters(Board board) {
    this.board = board;
    this.calls = new CallMeters(board);
    this.proposer = new ProposerMeters(board);
    this.acceptor = new AcceptorMeters(board);
    this.log = new LogMeters(board);
    this.snapshots = new SnapshotMeters(board);
    this.elections = new ElectionMeters(board);
  }

  /** Puts up the meters of a member in this registry. */
  public static MemberMeters of(MeterRegistry registry, String group, String member) {
    return new MemberMeters(new Board(registry, Tags.of("group", group, "member", member)));
  }

  /** Of its door. */
  public CallMeters calls() {
    return calls;
  }

  /** Of its proposer. */
  public ProposerMeters proposer() {
    return proposer;
  }

  /** Of its acceptor. */
  public AcceptorMeters acceptor() {
    return acceptor;
  }

  /** Of its learner and its replica. */
  public LogMeters log() {
    return log;
  }

  /** Of its snapshotter. */
  public SnapshotMeters snapshots() {
    return snapshots;
  }

  /** Of its elector. */
  public ElectionMeters elections() {
    return elections;
  }

  /** Takes them down: a member that has stopped is at no slot and leads nobody. */
  @Override
  public void close() {
    board.clear();
  }

  /** A simulation asks no real clock. */
  private static final class Still implements Clock {
    @Override
    public long wallTime() {
      return 0;
    }

    @Override
    public long monotonicTime() {
      return 0;
    }
  }
}
