package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import dev.synod.demo.client.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The members change under load, as operators change them: a lost disk is replaced, the leader is
 * removed, another node is added and promoted, and all are started anew one after the other. The
 * clients' history must show one register per key all the time (D4, S2, R1), and the bank's books
 * balance.
 */
class MembershipIT {
  private static final int WRITERS = 4;
  private static final long WRITES_BETWEEN = 100;
  private static final long CENTS = 1_000_000;

  private final AtomicLong transfers = new AtomicLong();

  @Test
  void nothingIsLostWhileOneMemberAfterTheOtherIsAnother(@TempDir Path home) {
    try (Cluster cluster = Cluster.withSpare(home)) {
      cluster.startAndAwait("n1", "n2", "n3");
      try (Clients clients =
          Clients.start(cluster, WRITERS, List.of("n1", "n2", "n3", Cluster.SPARE))) {
        Session bank = cluster.session(0);
        open(bank, "a");
        open(bank, "b");
        clients.also(() -> transfer(bank, clients));

        replaceLostDisk(cluster, clients, home);
        String removed = removeLeader(cluster, clients);
        addSpare(cluster, clients);
        List<String> members =
            cluster.fleet().ids().stream().filter(id -> !id.equals(removed)).toList();
        restart(cluster, clients, members);
        clients.finish();

        cluster.awaitSameState(members);
        clients.assertNothingLost(members);
        members.forEach(member -> assertBooksBalance(cluster, member));
      }
    }
  }

  private static void replaceLostDisk(Cluster cluster, Clients clients, Path home) {
    clients.awaitWrites(WRITES_BETWEEN);
    cluster.kill("n3");
    delete(home.resolve("n3"));
    delete(home.resolve("n3.synod"));
    clients.awaitWrites(WRITES_BETWEEN);

    cluster.fleet().start("n3");
    cluster.awaitNotReady("n3", "waiting to be replaced");
    cluster.change("n1", change("replace", "n3"));

    cluster.awaitReady("n3");
    cluster.awaitCaughtUp("n3", "n1");
    clients.awaitWrites(WRITES_BETWEEN);
  }

  /** It is alive as a process until it is ended, and serves nobody. */
  private static String removeLeader(Cluster cluster, Clients clients) {
    List<String> all = List.of("n1", "n2", "n3");
    String leader = cluster.awaitLeader(all);
    List<String> rest = all.stream().filter(id -> !id.equals(leader)).toList();
    // Needed later only, but it takes seconds to start.
    cluster.fleet().start(Cluster.SPARE);
    cluster.change(rest.get(0), change("remove", leader));

    cluster.awaitNotReady(leader, "is no member of epoch 3");
    assertThat(cluster.read(leader, "/health/alive")).isPresent();
    cluster.awaitLeader(rest);
    clients.awaitWrites(WRITES_BETWEEN);
    cluster.end(leader);
    assertThat(kinds(cluster, rest.get(0))).containsExactly(rest.get(0), rest.get(1));
    return leader;
  }

  private static void addSpare(Cluster cluster, Clients clients) {
    String member = cluster.awaitLeader(List.of("n1", "n2", "n3"));
    cluster.awaitNotReady(Cluster.SPARE, "waiting to be added");
    cluster.change(member, change("add", Cluster.SPARE).put("kind", "observer"));
    cluster.awaitReady(Cluster.SPARE);
    cluster.awaitCaughtUp(Cluster.SPARE, member);
    assertThat(kinds(cluster, member)).contains(Cluster.SPARE + " observer");

    cluster.change(member, change("promote", Cluster.SPARE));
    assertThat(kinds(cluster, member)).hasSize(3).contains(Cluster.SPARE);
    clients.awaitWrites(WRITES_BETWEEN);
  }

  private static void restart(Cluster cluster, Clients clients, List<String> members) {
    for (String member : members) {
      cluster.end(member);
      clients.awaitWrites(WRITES_BETWEEN);
      cluster.startAndAwait(member);
      cluster.awaitCaughtUp(
          member, members.stream().filter(id -> !id.equals(member)).findFirst().orElseThrow());
    }
  }

  private static ObjectNode change(String verb, String member) {
    return Api.object().put(verb, member);
  }

  /** As one of them says: the id of each voter, and of others what they are. */
  private static List<String> kinds(Cluster cluster, String at) {
    List<String> kinds = new ArrayList<>();
    JsonNode status = cluster.read(at, "/status").orElseThrow();
    for (JsonNode member : status.path("members")) {
      String kind = member.path("kind").asText();
      kinds.add(member.path("id").asText() + (kind.equals("voter") ? "" : " " + kind));
    }
    return kinds;
  }

  private static void open(Session bank, String account) {
    Reply reply = bank.post("/bank/open", Api.object().put("account", account).put("cents", CENTS));
    assertThat(reply.body().path("opened").asBoolean()).as(reply.toString()).isTrue();
  }

  private void transfer(Session bank, Clients clients) {
    while (clients.running()) {
      ObjectNode order = Api.object().put("id", "t" + (transfers.get() + 1));
      Reply reply =
          bank.post("/bank/transfer", order.put("from", "a").put("to", "b").put("cents", 1));
      assertThat(reply.body().path("result").asText()).as(reply.toString()).isEqualTo("done");
      transfers.incrementAndGet();
    }
  }

  private void assertBooksBalance(Cluster cluster, String at) {
    JsonNode audit = cluster.read(at, "/bank/audit").orElseThrow();
    assertThat(audit.path("cents").asLong()).isEqualTo(2 * CENTS);
    assertThat(audit.path("executed").asLong()).isEqualTo(transfers.get()).isPositive();
    assertThat(cluster.read(at, "/bank/balance/a").orElseThrow().path("cents").asLong())
        .isEqualTo(CENTS - transfers.get());
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
