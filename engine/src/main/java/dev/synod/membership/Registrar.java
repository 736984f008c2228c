package dev.synod.membership;

import dev.synod.api.MembershipException;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.Moment;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.RegistrarNotice;
import dev.synod.protocol.Step;
import dev.synod.settings.SynodSettings.MembershipSettings;
import dev.synod.shell.RoleShell;
import dev.synod.shell.Seat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The actor that changes who the members are. Its rules are those of {@link RegistrarState}. The
 * futures of operators are completed by the dispatcher, never by the actor itself, so that a
 * callback can't hold it up.
 */
public final class Registrar extends RoleShell<RegistrarState, RegistrarMessage, RegistrarNotice> {
  private final Map<Long, CompletableFuture<Long>> callers = new TreeMap<>();
  private long last;

  /**
   * A change that is asked for on this node; ends by its future, with the number of the epoch that
   * begins with it, or with a {@link MembershipException}.
   *
   * @param expected the change is void in any epoch but this one; if empty, in any but the present
   */
  public record Ask(MembershipChange change, OptionalLong expected, CompletableFuture<Long> epoch)
      implements LocalRequest {}

  private Registrar(ActorContext<Mail> context, Seat seat, RegistrarState initial) {
    super(context, seat, RegistrarMessage.class, RegistrarNotice.class, initial);
    // No refusal to an earlier run of this node is taken for one to this.
    this.last = seat.chance().nextLong() >>> 2;
    checkLeases(initial);
  }

  /** A registrar in the epoch that its member begins in. */
  public static Behavior<Mail> create(
      Seat seat, Configuration configuration, MembershipSettings settings) {
    MemberId self = seat.self();
    return ticking(
        settings.report(),
        context ->
            new Registrar(context, seat, RegistrarState.initial(self, configuration, settings)));
  }

  @Override
  protected Step<RegistrarState> asked(
      RegistrarState current, LocalRequest request, Moment moment) {
    if (!(request instanceof Ask ask)) {
      return Step.stay(current);
    }
    callers.put(++last, ask.epoch());
    return current.ask(last, ask.change(), ask.expected(), moment);
  }

  /** The group decides on leases, each node's file on how long it waits (rule E6). */
  private void checkLeases(RegistrarState state) {
    long lease = state.configuration().leases().millis();
    boolean campaigns = state.configuration().has(state.self(), MemberKind.VOTER);
    if (campaigns && lease > state.settings().longestLease().toMillis()) {
      getContext()
          .getLog()
          .warn(
              "{}: leases of this group last {} ms, but this node's synod.elector.timeout and"
                  + " synod.proposer.campaign-timeout are for {} ms at most: its campaigns fail while a"
                  + " lease lasts; raise both above {} ms here, or shorten the leases",
              state.self(),
              lease,
              state.settings().longestLease().toMillis(),
              lease * 5 / 4);
    }
  }

  @Override
  protected void observe(RegistrarState before, RegistrarState after, long now) {
    if (after.configuration().epoch() > before.configuration().epoch()) {
      checkLeases(after);
    }
    after
        .closing()
        .filter(closing -> before.closing().isEmpty())
        .ifPresent(
            closing ->
                getContext()
                    .getLog()
                    .info(
                        "{}: epoch {} is to end with {}",
                        after.self(),
                        after.configuration().epoch(),
                        closing.sign()));
    boolean settles = after.leads() && after.settled();
    if (settles && !(before.leads() && before.settled())) {
      getContext()
          .getLog()
          .info(
              "{}: epoch {} is settled: enough of its voters are in it, and what members that left"
                  + " have stored is needed no more",
              after.self(),
              after.configuration().epoch());
    }
    if (!after.ended().isEmpty()) {
      List<Runnable> ends = after.ended().stream().map(this::end).toList();
      getContext().getExecutionContext().execute(() -> ends.forEach(Runnable::run));
    }
  }

  private Runnable end(Ended ended) {
    CompletableFuture<Long> caller = callers.remove(ended.request());
    if (caller == null) {
      return () -> {};
    }
    return ended instanceof Ended.Made made
        ? () -> caller.complete(made.epoch())
        : () -> caller.completeExceptionally(failure((Ended.NotMade) ended));
  }

  private static MembershipException failure(Ended.NotMade ended) {
    return new MembershipException(ended.reason(), ended.line());
  }
}
