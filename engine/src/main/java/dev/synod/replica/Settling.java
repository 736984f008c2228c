package dev.synod.replica;

import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Place;
import dev.synod.replica.Waitlist.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One pass of an outbox over what was just applied. What nobody waits for is passed over. */
final class Settling implements Happened.Cases {
  private static final Fate.Cases<Outcome<Object>> OUTCOME =
      new Fate.Cases<>() {
        @Override
        public Outcome<Object> onReply(Done.Reply reply) {
          return new Outcome.Committed<>(reply.reply(), reply.slot());
        }

        @Override
        public Outcome<Object> onFailed(Done.Failed failed) {
          return new Outcome.Rejected<>(
              Reason.FAILED, failed.detail(), OptionalLong.of(failed.slot()));
        }

        @Override
        public Outcome<Object> onExpired() {
          return new Outcome.Unknown<>(
              Doubt.SESSION_EXPIRED,
              "the session has expired or never was; an earlier attempt may have been done in it");
        }

        @Override
        public Outcome<Object> onForgotten() {
          return new Outcome.Unknown<>(
              Doubt.SEQUENCE_FORGOTTEN,
              "the session no longer keeps results as old as this sequence's"
                  + " (synod.sessions.window)");
        }

        @Override
        public Outcome<Object> onReused(Fate.Reused reused) {
          return Settling.reused("was used in slot " + reused.slot() + " for");
        }
      };

  private final List<Ended> ended = new ArrayList<>();
  private final long now;
  private Outbox outbox;

  Settling(Outbox outbox, long now) {
    this.outbox = outbox;
    this.now = now;
  }

  Outbox outbox() {
    return outbox;
  }

  List<Ended> ended() {
    return ended;
  }

  @Override
  public void onAnswered(Happened.Answered answered) {
    LogCommand.User command = answered.command();
    boolean own = outbox.own().is(command.session());
    if (own && answered.fate() instanceof Fate.Expired) {
      ownSessionIsGone();
    }
    Outcome<Object> outcome = answered.fate().fold(OUTCOME);
    if (own && command.sequence() >= Place.OWN_SEQUENCES) {
      settle(command.sequence() - Place.OWN_SEQUENCES, Errand.Own.class, outcome);
      return;
    }
    Long ticket = outbox.list().keys().get(new Errand.Key(command.session(), command.sequence()));
    if (ticket == null) {
      return;
    }
    Waiting waiting = waiting(ticket);
    // Another node may have sent another command under this number: what waits here has its own.
    if (waiting != null
        && waiting.errand() instanceof Errand.InSession errand
        && errand.payload().equals(command.payload())) {
      settle(ticket, Errand.InSession.class, outcome);
    }
  }

  /** Perhaps this very command in other bytes, so it can't be called undone (rule S5). */
  static Outcome<Object> reused(String how) {
    return new Outcome.Unknown<>(
        Doubt.SEQUENCE_REUSED,
        "the sequence "
            + how
            + " another command of the session; give each command a sequence of its own, and a"
            + " retry the very command");
  }

  @Override
  public void onOpened(Happened.Opened opened) {
    long ticket = opened.nonce() - outbox.terms().nonceBase();
    Waiting waiting = waiting(ticket);
    if (waiting == null
        || !opened.opener().equals(outbox.terms().self())
        || !(waiting.errand() instanceof Errand.Opening opening)) {
      return;
    }
    if (opening.own()) {
      // There is always room for a member's own session.
      opened
          .session()
          .ifPresent(id -> outbox = outbox.with(outbox.list().remove(ticket)).opened(id, now));
    } else {
      settle(ticket, Errand.Opening.class, outcome(opened));
    }
  }

  @Override
  public void onLapsed(Happened.Lapsed lapsed) {
    if (outbox.own().is(lapsed.session())) {
      ownSessionIsGone();
    }
  }

  private static Outcome<Object> outcome(Happened.Opened opened) {
    return opened
        .session()
        .<Outcome<Object>>map(id -> new Outcome.Committed<>(id.value(), opened.slot()))
        .orElseGet(
            () ->
                new Outcome.Rejected<>(
                    Reason.OVERLOADED,
                    "as many sessions are open as synod.sessions.max allows; one must expire first",
                    OptionalLong.of(opened.slot())));
  }

  private void settle(long ticket, Class<? extends Errand> kind, Outcome<Object> outcome) {
    Waiting waiting = waiting(ticket);
    if (waiting != null && kind.isInstance(waiting.errand())) {
      Outbox.end(waiting, outcome, ended);
      outbox = outbox.with(outbox.list().remove(ticket));
    }
  }

  /** What was sent in it may have been done; what was not is moved to the next session. */
  private void ownSessionIsGone() {
    for (Map.Entry<Long, Waiting> entry : outbox.list().waiting().entrySet()) {
      if (entry.getValue().attempts() > 0) {
        settle(entry.getKey(), Errand.Own.class, OUTCOME.onExpired());
      }
    }
    outbox = outbox.opening();
  }

  private @Nullable Waiting waiting(long ticket) {
    return outbox.list().waiting().at(ticket);
  }
}
