package dev.synod.demo.http;

import dev.synod.api.ApplyContext;
import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.MemberChange;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.demo.ledger.Ledger;
import dev.synod.demo.ledger.LedgerMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A group of one, in memory, that can be told how the next command or query ends. */
final class FakeGroup implements ConsensusGroup {
  private final LedgerMachine machine = new LedgerMachine();
  private final List<String> calls = new ArrayList<>();
  private Ledger state = machine.emptyState();
  private long slot;
  private @Nullable Outcome<?> nextOutcome;
  private @Nullable Throwable nextFailure;
  private Optional<String> leader = Optional.of("n1");
  private long epoch = 1;

  synchronized void next(Outcome<?> outcome) {
    nextOutcome = outcome;
  }

  synchronized void failNext(Throwable failure) {
    nextFailure = failure;
  }

  synchronized void leader(Optional<String> now) {
    leader = now;
  }

  synchronized void unfounded() {
    epoch = 0;
  }

  /** {@code session/sequence} or {@code own}, consistencies, and changes, in order. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public synchronized <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    calls.add("own");
    return apply(command);
  }

  @Override
  public synchronized <R> CompletionStage<Outcome<R>> submit(
      long session, long sequence, Command<R> command) {
    calls.add(session + "/" + sequence);
    return apply(command);
  }

  @Override
  public synchronized CompletionStage<Outcome<Long>> openSession() {
    Optional<Outcome<Long>> scripted = scripted();
    return CompletableFuture.completedFuture(
        scripted.orElseGet(() -> new Outcome.Committed<>(42L, ++slot)));
  }

  @Override
  public synchronized <R> CompletionStage<ReadResult<R>> read(
      Query<R> query, ReadConsistency consistency) {
    calls.add(consistency.toString());
    if (nextFailure != null) {
      return CompletableFuture.failedFuture(nextFailure);
    }
    return CompletableFuture.completedFuture(
        new ReadResult<>(machine.queryHandler().answer(state, query), slot));
  }

  @Override
  public synchronized CompletionStage<GroupStatus> status() {
    return CompletableFuture.completedFuture(
        new GroupStatus(
            "demo",
            "n1",
            List.of(new GroupStatus.Member("n1", "h:1", "voter", "i-1")),
            new GroupStatus.Quorums(1, 1),
            new GroupStatus.Leases(800, 100),
            epoch,
            "1.2.n1",
            leader,
            slot,
            slot,
            0,
            9,
            "abcd",
            1,
            0,
            new GroupStatus.LeaderChanges(2, "disk-stall")));
  }

  @Override
  public synchronized CompletionStage<Long> takeSnapshot() {
    return nextFailure != null
        ? CompletableFuture.failedFuture(nextFailure)
        : CompletableFuture.completedFuture(slot);
  }

  @Override
  public synchronized CompletionStage<Long> reconfigure(
      MemberChange change, OptionalLong expected) {
    calls.add(change + (expected.isPresent() ? " in " + expected.getAsLong() : ""));
    return nextFailure != null
        ? CompletableFuture.failedFuture(nextFailure)
        : CompletableFuture.completedFuture(++epoch);
  }

  @SuppressWarnings("unchecked")
  private <R> CompletionStage<Outcome<R>> apply(Command<R> command) {
    Optional<Outcome<R>> scripted = scripted();
    if (scripted.isPresent()) {
      return CompletableFuture.completedFuture(scripted.get());
    }
    if (nextFailure != null) {
      return CompletableFuture.failedFuture(nextFailure);
    }
    slot++;
    var applied = machine.commandHandler().apply(new ApplyContext(slot, 0), state, command);
    state = applied.state();
    return CompletableFuture.completedFuture(new Outcome.Committed<>((R) applied.reply(), slot));
  }

  @SuppressWarnings("unchecked")
  private <R> Optional<Outcome<R>> scripted() {
    Optional<Outcome<R>> outcome = Optional.ofNullable((Outcome<R>) nextOutcome);
    nextOutcome = null;
    return outcome;
  }
}
