package dev.synod.testkit.sim;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.MemberChange;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.shell.Payloads;
import dev.synod.testkit.audit.DoorAudit;
import dev.synod.testkit.law.OnlySubmittedIsApplied;
import dev.synod.testkit.law.ReadsKeepTheirPromise;
import dev.synod.testkit.probe.Probes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** A member's door: the law hears what is submitted and acknowledged, and others how it ended. */
record WatchedDoor(
    String member,
    ConsensusGroup door,
    Payloads payloads,
    OnlySubmittedIsApplied law,
    ReadsKeepTheirPromise reads,
    Probes probes,
    DoorAudit audit)
    implements ConsensusGroup {

  @Override
  public String name() {
    return door.name();
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    enters(command);
    return told(door.submit(command));
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command) {
    enters(command);
    return told(door.submit(session, sequence, command))
        .thenApply(
            outcome -> {
              if (outcome instanceof Outcome.Committed<?> committed) {
                law.acknowledged(session, sequence, committed.slot());
              }
              return outcome;
            });
  }

  private <R> CompletionStage<Outcome<R>> told(CompletionStage<Outcome<R>> outcome) {
    return outcome.thenApply(
        end -> {
          probes.answered(end);
          if (end instanceof Outcome.Committed<?> committed) {
            reads.acknowledged(committed.slot());
          }
          return end;
        });
  }

  private void enters(Command<?> command) {
    audit.asked(member, command);
    try {
      law.submitted(payloads.write(command));
    } catch (Exception unwritable) {
      // It can't enter the log; the door refuses it, and the audit has told why.
    }
  }

  @Override
  public CompletionStage<Outcome<Long>> openSession() {
    return door.openSession();
  }

  @Override
  public <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency) {
    audit.asked(member, query);
    long promised = reads.promised(consistency);
    return door.read(query, consistency)
        .thenApply(
            result -> {
              probes.answered(consistency);
              reads.answered(consistency, promised, query, result);
              return result;
            });
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    return door.status();
  }

  @Override
  public CompletionStage<Optional<String>> leader() {
    return door.leader();
  }

  @Override
  public CompletionStage<Long> takeSnapshot() {
    return door.takeSnapshot();
  }

  @Override
  public CompletionStage<Long> reconfigure(MemberChange change, OptionalLong epoch) {
    return door.reconfigure(change, epoch);
  }
}
