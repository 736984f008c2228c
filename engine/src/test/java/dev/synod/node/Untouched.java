package dev.synod.node;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import java.util.concurrent.CompletionStage;

/** A group of which nobody may ask anything but what a test adds. */
class Untouched implements ConsensusGroup {
  @Override
  public String name() {
    return "g";
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    throw new AssertionError(command);
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command) {
    throw new AssertionError(command);
  }

  @Override
  public CompletionStage<Outcome<Long>> openSession() {
    throw new AssertionError("a session");
  }

  @Override
  public <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency) {
    throw new AssertionError(query);
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    throw new AssertionError("a status");
  }
}
