package dev.synod.demo.show;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.GaveUpException;
import dev.synod.demo.client.Reply;
import dev.synod.demo.process.Fleet;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks nodes how they are, until they are as awaited. */
final class Lookout {
  private static final long PAUSE_MILLIS = 20;

  private final Api api;
  private final Fleet fleet;
  private final Duration patience;

  Lookout(Api api, Fleet fleet, Duration patience) {
    this.api = api;
    this.fleet = fleet;
    this.patience = patience;
  }

  /** What a node says now; empty if it says nothing. */
  Optional<View> view(String id) {
    try {
      Reply reply = api.get(fleet.plan(id).uri(), "/status");
      return reply.ok() ? Optional.of(View.of(reply.body())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What all nodes say that say anything. */
  List<View> views() {
    return fleet.ids().stream().map(this::view).flatMap(Optional::stream).toList();
  }

  /** Waits for a node that leads by its own account, but for the one that is known to be dead. */
  View awaitLeader(String except) {
    return await(
        "a leader other than '" + except + "'",
        () ->
            views().stream()
                .filter(view -> !view.member().equals(except))
                .filter(view -> view.leader().equals(Optional.of(view.member())))
                .findFirst());
  }

  /** Waits until a node says what is hoped for. */
  View await(String id, String what, Predicate<View> hoped) {
    return await(what, () -> view(id).filter(hoped));
  }

  /** Waits until all replicas are at one slot with one state; gives up with what they say then. */
  List<View> awaitSameState() {
    try {
      return await("one state", () -> Optional.of(views()).filter(this::agree));
    } catch (GaveUpException late) {
      return views();
    }
  }

  /** Whether all nodes answered, with one slot and one state. */
  boolean agree(List<View> views) {
    return views.size() == fleet.ids().size()
        && views.stream().allMatch(view -> view.sameStateAs(views.get(0)));
  }

  /** Asks one node after the other until one answers. */
  Reply ask(Question question) {
    return await(
        "an answer",
        () ->
            fleet.uris().stream()
                .map(node -> answer(question, node))
                .flatMap(Optional::stream)
                .findFirst());
  }

  /** A request that changes nothing. */
  @FunctionalInterface
  interface Question {
    Reply at(URI node) throws IOException;
  }

  private static Optional<Reply> answer(Question question, URI node) {
    try {
      return Optional.of(question.at(node)).filter(reply -> !reply.worthARetry());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private <T> T await(String what, Supplier<Optional<T>> look) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < patience.toNanos()) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      pause();
    }
    throw new GaveUpException(
        "waited " + patience.toSeconds() + " s for " + what + ", but saw " + views());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GaveUpException("interrupted");
    }
  }
}
