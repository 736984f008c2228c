package dev.synod.demo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.client.Session;
import dev.synod.demo.input.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that does not belong to a group ends with one line and status 2; the others go on. */
class RefusedNodeTest {
  private static final JsonNode REPLACE_N3 = Api.object().put("replace", "n3");

  @TempDir private Path temp;

  private final List<Integer> ports = new ArrayList<>(Ports.free(6));
  private final List<LocalNode> running = new ArrayList<>();
  private final Api api = new Api(LocalNode.PATIENCE);

  @AfterEach
  void stopAll() {
    running.parallelStream().forEach(LocalNode::close);
    running.clear();
  }

  /** At the first start; later the list only says whom to ask. */
  @Test
  void aNodeWithAnotherMemberListIsRefused() throws Exception {
    LocalNode n1 = start("this", "n1", members());
    start("this", "n2", members());

    LocalNode other = start("this", "n3", members() + ",n4@127.0.0.1:1");

    assertThat(other.awaitEnd()).isEqualTo(2);
    assertThat(other.lines()).hasSize(1);
    assertThat(other.lines().get(0)).contains("member lists differ", "n4@");
    stop(other);
    start("this", "n3", members()).awaitReady();
    assertWrites(n1);
  }

  /** A disk of a group that was founded at the same addresses before. */
  @Test
  void aNodeOfAnotherClusterIsRefused() throws Exception {
    startAll("other");
    stopAll();
    startAll("this");
    stop(running.get(2));

    LocalNode stranger = start("other", "n3", members());

    assertThat(stranger.awaitEnd()).isEqualTo(2);
    assertThat(stranger.lines()).hasSize(1);
    assertThat(stranger.lines().get(0)).contains("n3 belongs to cluster ", "n1 to cluster ");
    assertWrites(running.get(0));
  }

  /** Rule M7: what counts is where the group knows the others, and this list is wrong about n1. */
  @Test
  void aFoundedNodeFindsTheOthersWhateverItsListSays() throws Exception {
    startAll("this");
    stop(running.get(2));
    stop(running.get(1));
    String wrong = members().replace("n1@127.0.0.1:" + ports.get(0), "n1@127.0.0.1:1");

    LocalNode n2 = start("this", "n2", wrong);

    assertWrites(n2);
  }

  /** Rule M7: an address may change; that the group knows the new one is for an operator to say. */
  @Test
  void aFoundedNodeThatHasMovedWaitsUntilTheGroupKnowsWhere() throws Exception {
    startAll("this");
    stop(running.get(2));
    int moved = Ports.free(1).get(0);
    String others = members().replace(":" + ports.get(2), ":" + moved);
    LocalNode n3 = new LocalNode(temp.resolve("this"), "n3", moved, ports.get(5), others);
    running.add(n3);

    assertThat(awaitNotReady(n3))
        .contains(
            "n3 is started at 127.0.0.1:" + moved,
            "knows it at 127.0.0.1:" + ports.get(2),
            "admin members replace n3");
    await()
        .atMost(LocalNode.PATIENCE)
        .until(() -> api.post(running.get(0).uri(), "/admin/members", REPLACE_N3).ok());
    await()
        .atMost(LocalNode.PATIENCE)
        .until(() -> api.get(n3.uri(), "/health/ready").status() == 200);
    assertWrites(n3);
  }

  /** Rule M7: after a full stop, with lists that name the new addresses. */
  @Test
  void aGroupThatHasMovedAsAWholeGoesOn() throws Exception {
    startAll("this");
    assertWrites(running.get(0));
    stopAll();
    ports.clear();
    ports.addAll(Ports.free(6));

    startAll("this");

    assertThat(api.get(running.get(1).uri(), "/health/ready").status()).isEqualTo(200);
    assertThat(api.get(running.get(2).uri(), "/kv/a").toString()).contains("\"value\":\"x\"");
    assertWrites(running.get(0));
  }

  private String awaitNotReady(LocalNode node) {
    return await()
        .atMost(LocalNode.PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> api.get(node.uri(), "/health/ready").toString(), it -> it.contains("n3 is"));
  }

  private void startAll(String home) throws IOException {
    for (String id : List.of("n1", "n2", "n3")) {
      start(home, id, members());
    }
    running.forEach(LocalNode::awaitReady);
  }

  private LocalNode start(String home, String id, String members) throws IOException {
    int index = id.charAt(1) - '1';
    LocalNode node =
        new LocalNode(
            Files.createDirectories(temp.resolve(home)),
            id,
            ports.get(index),
            ports.get(3 + index),
            members);
    running.add(node);
    return node;
  }

  private void stop(LocalNode node) {
    running.remove(node);
    node.close();
  }

  private String members() {
    return Stream.of("n1", "n2", "n3")
        .map(id -> id + "@127.0.0.1:" + ports.get(id.charAt(1) - '1'))
        .collect(Collectors.joining(","));
  }

  private void assertWrites(LocalNode node) {
    node.awaitReady();
    Session session = new Session(api, List.of(node.uri()), 0, LocalNode.PATIENCE);
    assertThat(session.put("/kv/a", "x").ok()).isTrue();
  }
}
