package dev.synod.node;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.api.GroupStatus;
import dev.synod.api.MemberChange;
import dev.synod.api.MembershipException;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.api.SnapshotFailedException;
import dev.synod.membership.Registrar;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.Place;
import dev.synod.shell.OpenCalls;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A member's door to its group from the first moment on: refuses what comes before the founding, or
 * after the group has gone on without this member, and passes all else to the replica's.
 */
public final class MemberDoor implements ConsensusGroup {
  /** A leader makes one at a time. */
  private static final int MOST_CHANGES = 64;

  private final GroupSettings place;
  private final Lifeline lifeline;
  private final OpenCalls changes = new OpenCalls(MOST_CHANGES);

  /** The door of a member that was just started. */
  public MemberDoor(GroupSettings place, Lifeline lifeline) {
    this.place = place;
    this.lifeline = lifeline;
    var unused = lifeline.stopped().thenRun(changes::close);
  }

  @Override
  public String name() {
    return place.name();
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    return serving().map(door -> door.submit(command)).orElseGet(this::refused);
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command) {
    Place place = Place.of(session, sequence);
    return serving()
        .map(door -> door.submit(place.session().value(), place.sequence(), command))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Outcome.Unknown<>(Outcome.Doubt.STOPPED, waiting())));
  }

  @Override
  public CompletionStage<Outcome<Long>> openSession() {
    return serving().map(ConsensusGroup::openSession).orElseGet(this::refused);
  }

  @Override
  public <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency) {
    return serving()
        .map(door -> door.read(query, consistency))
        .orElseGet(() -> CompletableFuture.failedFuture(new ReadFailedException(waiting())));
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    return replica()
        .map(ConsensusGroup::status)
        .orElseGet(() -> CompletableFuture.completedFuture(unfounded()));
  }

  @Override
  public CompletionStage<Optional<String>> leader() {
    return replica()
        .map(ConsensusGroup::leader)
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  @Override
  public CompletionStage<Long> takeSnapshot() {
    return replica()
        .map(ConsensusGroup::takeSnapshot)
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new SnapshotFailedException(
                        SnapshotFailedException.Reason.NOT_READY, waiting())));
  }

  @Override
  public CompletionStage<Long> reconfigure(MemberChange change, OptionalLong epoch) {
    MembershipChange asked = change.fold(Asked.CHANGE);
    CompletableFuture<Long> made = new CompletableFuture<>();
    Optional<ActorRef<Mail>> registrar = of(lifeline.registrar());
    if (registrar.isEmpty()) {
      made.completeExceptionally(
          new MembershipException(MembershipException.Reason.NOT_READY, waiting()));
      return made;
    }
    changes.begin(
        made,
        () -> registrar.get().tell(new Registrar.Ask(asked, epoch, made)),
        () ->
            made.completeExceptionally(
                new MembershipException(
                    MembershipException.Reason.UNKNOWN, lifeline.stopped().join())),
        () ->
            made.completeExceptionally(
                new MembershipException(
                    MembershipException.Reason.NOT_READY,
                    MOST_CHANGES + " changes that this node was asked for have no end yet")));
    return made;
  }

  private static <T> Optional<T> of(CompletableFuture<T> future) {
    return future.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.ofNullable(future.getNow(null));
  }

  private Optional<ConsensusGroup> replica() {
    return of(lifeline.door());
  }

  /** None while the group does not have this node's disk: what that could tell is old. */
  private Optional<ConsensusGroup> serving() {
    return lifeline.whyLeft().isPresent() ? Optional.empty() : replica();
  }

  private <R> CompletionStage<Outcome<R>> refused() {
    return CompletableFuture.completedFuture(
        new Outcome.Rejected<>(Outcome.Reason.NOT_READY, waiting(), OptionalLong.empty()));
  }

  private String waiting() {
    return "member %s of group %s does not serve: %s"
        .formatted(
            place.member(),
            place.name(),
            lifeline
                .whyLeft()
                .orElseGet(
                    () -> "the group is not founded here; its members are " + place.roster()));
  }

  private GroupStatus unfounded() {
    return new GroupStatus(
        place.name(),
        place.member(),
        List.of(),
        new GroupStatus.Quorums(0, 0),
        GroupStatus.Leases.NONE,
        0,
        "none",
        Optional.empty(),
        0,
        0,
        0,
        0,
        "none",
        0,
        0,
        new GroupStatus.LeaderChanges(0, "none"));
  }
}
