package dev.synod.client;

import dev.synod.client.ClientMessage.Call;
import dev.synod.protocol.Numbered;
import dev.synod.settings.SynodSettings.ClientSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of a client that wait for their results, by id; bounded (rule P4). Times in
 * milliseconds of a monotonic clock.
 *
 * @param bytes what those that wait take together
 * @param unsentFrom whatever has a lower id has been sent
 */
record Calls(ClientSettings settings, Numbered<Waiting> waiting, long bytes, long unsentFrom) {

  /**
   * One call.
   *
   * @param until then it is given up
   * @param due when it may be sent
   * @param attempts how often it was sent
   * @param via whom it was last sent to, by the client's count
   */
  record Waiting(Call call, long until, long due, int attempts, int via) {
    boolean mayLeave(long now) {
      return now >= due && (attempts == 0 || call.repeatable());
    }

    Waiting sent(long next, int to) {
      return new Waiting(call, until, next, attempts + 1, to);
    }

    Waiting dueAt(long now) {
      return new Waiting(call, until, now, attempts, via);
    }

    boolean unanswered(long now, int by) {
      return attempts > 0 && via == by && now >= due;
    }
  }

  /** What leaves in one message, and the calls after that. */
  record Leaving(List<List<Call>> messages, Calls calls) {}

  static Calls none(ClientSettings settings) {
    return new Calls(settings, Numbered.empty(), 0, 0);
  }

  boolean full(Call more) {
    return waiting.size() >= settings.outstanding()
        || bytes + more.size() > settings.outstandingBytes();
  }

  Calls with(Call call, long now) {
    return new Calls(
        settings,
        waiting.plus(call.id(), new Waiting(call, now + settings.timeout().toMillis(), now, 0, 0)),
        bytes + call.size(),
        unsentFrom);
  }

  Optional<Waiting> get(long id) {
    return Optional.ofNullable(waiting.at(id));
  }

  Calls without(long id) {
    return get(id)
        .map(gone -> new Calls(settings, waiting.minus(id), bytes - gone.call().size(), unsentFrom))
        .orElse(this);
  }

  /** Those whose time is up. */
  List<Waiting> expired(long now) {
    return waiting.values().stream().filter(call -> now >= call.until()).toList();
  }

  /**
   * Whether this member has left a call without an answer for too long; calls that may not be sent
   * again tell so as well.
   */
  boolean silent(long now, int member) {
    return waiting.values().stream().anyMatch(call -> call.unanswered(now, member));
  }

  /** All that may go to this member now, cut into messages of at most so many bytes. */
  Leaving leave(long now, int messageBytes, int member) {
    return leave(Long.MIN_VALUE, now, messageBytes, member);
  }

  /** Of all that, what was never sent: so a turn costs as much as it brings. */
  Leaving leaveFirst(long now, int messageBytes, int member) {
    return leave(unsentFrom, now, messageBytes, member);
  }

  private Leaving leave(long from, long now, int messageBytes, int member) {
    List<List<Call>> messages = new ArrayList<>();
    List<Call> message = new ArrayList<>();
    Numbered<Waiting> left = waiting;
    long messageSize = 0;
    for (Iterator<Map.Entry<Long, Waiting>> of = waiting.from(from); of.hasNext(); ) {
      Waiting call = of.next().getValue();
      if (!call.mayLeave(now)) {
        continue;
      }
      int size = call.call().size();
      if (!message.isEmpty() && messageSize + size > messageBytes) {
        messages.add(message);
        message = new ArrayList<>();
        messageSize = 0;
      }
      message.add(call.call());
      messageSize += size;
      long pause = settings.resend().toMillis() << Math.min(call.attempts(), 16);
      left = left.plus(call.call().id(), call.sent(now + pause, member));
    }
    if (!message.isEmpty()) {
      messages.add(message);
    }
    long next = left.isEmpty() ? unsentFrom : left.last() + 1;
    return new Leaving(messages, new Calls(settings, left, bytes, next));
  }

  /** Another member answers from now on: what may be repeated is due at once. */
  Calls redirected(long now) {
    Numbered<Waiting> due = waiting;
    for (Waiting call : waiting.values()) {
      if (call.call().repeatable()) {
        due = due.plus(call.call().id(), call.dueAt(now));
      }
    }
    return new Calls(settings, due, bytes, unsentFrom);
  }
}
