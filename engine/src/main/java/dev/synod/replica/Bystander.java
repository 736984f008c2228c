package dev.synod.replica;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadFailedException;
import dev.synod.api.SnapshotFailedException;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.shell.Enter;
import dev.synod.shell.Seat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Stands in the replica's place on a witness, which has no state: it lets pass what is delivered,
 * serves no reads, takes no commands, keeps and lends no snapshots (rule W4), and tells whoever
 * asks which members do.
 *
 * <p>Commands could be passed on to the leader, but their outcome is found out by applying them.
 */
public final class Bystander extends AbstractBehavior<Mail>
    implements ReplicaNotice.Cases<Behavior<Mail>> {
  /** Between two askings for snapshots, in milliseconds. */
  private static final long ASK_AGAIN = 2000;

  private final GroupName group;
  private final MemberId self;
  private Seat seat;
  private Configuration configuration;
  private ReplicaNotice.LeaderIs lead = new ReplicaNotice.LeaderIs(Optional.empty(), Ballot.NONE);
  private long chosenThrough;
  private long lastBehind = Long.MIN_VALUE / 2;

  private Bystander(
      ActorContext<Mail> context, GroupName group, Seat seat, Configuration configuration) {
    super(context);
    this.group = group;
    this.self = seat.self();
    this.seat = seat;
    this.configuration = configuration;
  }

  /** One that begins in the epoch of this configuration. */
  public static Behavior<Mail> create(GroupName group, Seat seat, Configuration configuration) {
    return Behaviors.setup(context -> new Bystander(context, group, seat, configuration));
  }

  @Override
  public Receive<Mail> createReceive() {
    return newReceiveBuilder()
        .onMessage(ReplicaNotice.class, notice -> notice.fold(this))
        .onMessage(Envelope.class, unserved -> this)
        .onMessage(Enter.class, this::onEnter)
        .onMessage(Replica.Submit.class, this::onSubmit)
        .onMessage(Replica.Open.class, open -> end(() -> open.outcome().complete(rejected())))
        .onMessage(Replica.Read.class, read -> fail(read.result(), new ReadFailedException(line())))
        .onMessage(Replica.TakeSnapshot.class, asked -> fail(asked.slot(), noSnapshot()))
        .onMessage(Replica.Status.class, this::onStatus)
        .onMessage(Replica.Leader.class, this::onLeader)
        .build();
  }

  @Override
  public Behavior<Mail> onDeliver(ReplicaNotice.Deliver deliver) {
    chosenThrough = Math.max(chosenThrough, deliver.through());
    long last = deliver.first() + deliver.values().size() - 1;
    seat.postbox().post(new LearnerNotice.Applied(last));
    return this;
  }

  @Override
  public Behavior<Mail> onLeaderIs(ReplicaNotice.LeaderIs leader) {
    lead = leader;
    return this;
  }

  /**
   * A witness borrows no snapshot: it waits until enough others have one (rule W1). Asked for one
   * that leads on, a member takes it; what it then lends is not wanted.
   */
  @Override
  public Behavior<Mail> onBehind(ReplicaNotice.Behind behind) {
    long now = seat.moment().now();
    if (now - lastBehind >= ASK_AGAIN) {
      lastBehind = now;
      FetchSnapshot fetch = new FetchSnapshot(0, 0, behind.through() - 1);
      withState().forEach(member -> seat.postbox().send(member, fetch));
    }
    return this;
  }

  private Behavior<Mail> onEnter(Enter enter) {
    seat = enter.seat();
    configuration = enter.entry().configuration();
    return this;
  }

  /** A numbered one may be the retry of an attempt that was made elsewhere. */
  private Behavior<Mail> onSubmit(Replica.Submit submit) {
    Outcome<Object> outcome =
        submit.place().isEmpty()
            ? rejected()
            : new Outcome.Unknown<>(Outcome.Doubt.STOPPED, line());
    return end(() -> submit.outcome().complete(outcome));
  }

  private Outcome<Object> rejected() {
    return new Outcome.Rejected<>(Outcome.Reason.NOT_READY, line(), OptionalLong.empty());
  }

  private SnapshotFailedException noSnapshot() {
    return new SnapshotFailedException(SnapshotFailedException.Reason.NOT_READY, line());
  }

  private String line() {
    return "%s is a witness of group %s: it votes, but has no state and serves nobody; ask one of %s"
        .formatted(self, group, withState());
  }

  private List<MemberId> withState() {
    return configuration.members().stream()
        .filter(member -> member.kind() == MemberKind.VOTER)
        .map(MemberRecord::id)
        .toList();
  }

  private Behavior<Mail> onStatus(Replica.Status asked) {
    GroupStatus status =
        new GroupStatus(
            group.value(),
            self.value(),
            View.members(configuration),
            View.quorums(configuration),
            View.leases(configuration),
            configuration.epoch(),
            lead.ballot().toString(),
            lead.leader().map(MemberId::value),
            chosenThrough,
            0,
            0,
            0,
            "none",
            0,
            0,
            View.changes(lead));
    return end(() -> asked.status().complete(status));
  }

  private Behavior<Mail> onLeader(Replica.Leader asked) {
    Optional<String> leader = lead.leader().map(MemberId::value);
    return end(() -> asked.leader().complete(leader));
  }

  private Behavior<Mail> fail(CompletableFuture<?> future, RuntimeException why) {
    return end(() -> future.completeExceptionally(why));
  }

  /** By the dispatcher: a client's callback must not hold up this actor. */
  private Behavior<Mail> end(Runnable call) {
    getContext().getExecutionContext().execute(call);
    return this;
  }
}
