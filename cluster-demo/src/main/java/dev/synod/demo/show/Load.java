package dev.synod.demo.show;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.GaveUpException;
import dev.synod.demo.client.Reply;
import dev.synod.demo.client.Session;
import dev.synod.demo.input.Line;
import dev.synod.demo.workload.Errand;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Several clients that do the errands of a workload, each one errand at a time. */
final class Load {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Api api;
  private final List<URI> nodes;
  private final Tally tally;
  private final AtomicBoolean abandoned = new AtomicBoolean();

  Load(Api api, List<URI> nodes, Tally tally) {
    this.api = api;
    this.nodes = nodes;
    this.tally = tally;
  }

  /**
   * Begins; completes when all errands have an outcome, or one client has given up.
   *
   * @param clients sessions, spread over the nodes
   */
  CompletableFuture<Void> begin(List<Errand> errands, int clients) {
    ExecutorService threads = Executors.newFixedThreadPool(clients, Load::daemon);
    List<Session> sessions =
        IntStream.range(0, clients).mapToObj(i -> new Session(api, nodes, i, PATIENCE)).toList();
    tally.begin();
    return all(errands.stream().filter(Errand.Open.class::isInstance).toList(), sessions, threads)
        .thenCompose(
            opened ->
                all(
                    errands.stream().filter(errand -> !(errand instanceof Errand.Open)).toList(),
                    sessions,
                    threads))
        .whenComplete((finished, failure) -> threads.shutdown());
  }

  private CompletableFuture<Void> all(
      List<Errand> errands, List<Session> sessions, ExecutorService threads) {
    AtomicInteger next = new AtomicInteger();
    return CompletableFuture.allOf(
        sessions.stream()
            .map(session -> CompletableFuture.runAsync(() -> work(session, errands, next), threads))
            .toArray(CompletableFuture<?>[]::new));
  }

  private void work(Session session, List<Errand> errands, AtomicInteger next) {
    for (int i = next.getAndIncrement();
        i < errands.size() && !abandoned.get();
        i = next.getAndIncrement()) {
      Errand errand = errands.get(i);
      try {
        tally.finished(errand, run(session, errand));
      } catch (GaveUpException e) {
        tally.gaveUp(errand, Line.of(e));
        abandoned.set(true);
      }
    }
  }

  private static Reply run(Session session, Errand errand) {
    if (errand instanceof Errand.Open open) {
      return session.post(
          "/bank/open", Api.object().put("account", open.account()).put("cents", open.cents()));
    }
    if (errand instanceof Errand.Adjust adjust) {
      return session.post(stockPath(adjust.item()), Api.object().put("delta", adjust.delta()));
    }
    Errand.Transfer transfer = (Errand.Transfer) errand;
    return session.post(
        "/bank/transfer",
        Api.object()
            .put("id", transfer.id())
            .put("from", transfer.from())
            .put("to", transfer.to())
            .put("cents", transfer.cents()));
  }

  static String stockPath(String item) {
    return "/stock/" + URLEncoder.encode(item, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "client");
    thread.setDaemon(true);
    return thread;
  }
}
