package dev.synod.demo.bench;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import java.util.OptionalLong;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingDeque;

/** A group that answers when the test says so. */
final class HeldGroup implements ConsensusGroup {
  private final BlockingDeque<CompletableFuture<Outcome<?>>> held = new LinkedBlockingDeque<>();

  /** How many writes wait. */
  int held() {
    return held.size();
  }

  /** Acknowledges the one that waits longest. */
  void acknowledge() {
    held.remove().complete(new Outcome.Committed<>("done", 1));
  }

  /** Refuses it. */
  void refuse() {
    held.remove()
        .complete(new Outcome.Rejected<>(Outcome.Reason.OVERLOADED, "full", OptionalLong.empty()));
  }

  @Override
  public String name() {
    return "held";
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    CompletableFuture<Outcome<?>> outcome = new CompletableFuture<>();
    held.add(outcome);
    return outcome.thenApply(it -> (Outcome<R>) it);
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Outcome<Long>> openSession() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    throw new UnsupportedOperationException();
  }
}
