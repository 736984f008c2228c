package dev.synod.demo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.MembershipException;
import dev.synod.api.MembershipException.Reason;
import dev.synod.demo.Main;
import dev.synod.demo.input.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code admin members} and {@code admin transfer}, over a real socket. */
class MembersCommandTest {
  private static final ActorTestKit KIT = LocalServer.kit();

  private final LocalServer server = new LocalServer(KIT);
  private final String node = "127.0.0.1:" + server.address().getPort();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void unbind() {
    server.close();
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add n4|Add[id=n4, kind=VOTER]|n4 is added, to become a voter, since epoch 2",
        "add n4 --kind observer|Add[id=n4, kind=OBSERVER]|n4 is added as observer since epoch 2",
        "add n4 --kind witness|Add[id=n4, kind=WITNESS]|n4 is added as witness since epoch 2",
        "remove n2 --epoch 5|Remove[id=n2] in 5|n2 is removed since epoch 2",
        "replace n3|Replace[id=n3]|n3 is replaced since epoch 2",
        "promote n4|Promote[id=n4]|n4 is promoted since epoch 2",
        "quorums 4 2|Quorums[election=4, accept=2]|4 elect and 2 accept since epoch 2",
        "leases 800|Leases[duration=PT0.8S, driftPpm=10000]|leases last 800 ms since epoch 2",
        "leases 0 --drift 5|Leases[duration=PT0S, driftPpm=5]|there are no leases since epoch 2"
      })
  void changesTheMembersAndSaysSo(String words, String change, String line) {
    assertThat(run(node, words)).as(err.toString()).isZero();

    assertThat(server.group.calls()).containsExactly(change);
    assertThat(out).hasToString(line + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void handsTheLeadOver() {
    assertThat(run(List.of("transfer", "n2", "--epoch", "5", "--node", node)))
        .as(err.toString())
        .isZero();

    assertThat(server.group.calls()).containsExactly("HandOver[id=Optional[n2]] in 5");
    assertThat(out).hasToString("n2 leads since epoch 2" + System.lineSeparator());
  }

  @Test
  void saysWhyTheLeadIsNotHandedOver() {
    server.group.failNext(new MembershipException(Reason.REFUSED, "n2 has not caught up"));

    assertThat(run(List.of("transfer", "n2", "--node", node))).isEqualTo(1);

    assertThat(err)
        .hasToString(
            "transfer: %s did not hand the lead over: n2 has not caught up%n".formatted(node));
  }

  @Test
  void saysWhyTheyAreAsTheyWere() {
    server.group.failNext(new MembershipException(Reason.REFUSED, "too few live"));

    assertThat(run(node, "remove n2")).isEqualTo(1);

    assertThat(err)
        .hasToString("members: %s did not change the members: too few live%n".formatted(node));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysWhereNobodyKnows() {
    server.group.failNext(new MembershipException(Reason.UNKNOWN, "look at the status"));

    assertThat(run(node, "remove n2")).isEqualTo(1);

    assertThat(err)
        .hasToString(
            "members: %s may or may not change the members: look at the status%n".formatted(node));
  }

  @Test
  void passesOnWhatTheNodeCannotRead() {
    assertThat(run(node, "add n4 --kind chief")).isEqualTo(1);

    assertThat(err.toString()).contains("kind 'chief' must be voter, observer or witness");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    assertThat(run("127.0.0.1:" + Ports.free(1).get(0), "remove n2")).isEqualTo(1);

    assertThat(err.toString()).contains("did not change the members: it does not answer (");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "add", "quorums 4", "quorums a b", "remove n2 --kind observer", "transfer n1"})
  void refusesWhatIsNoChange(String words) {
    assertThat(run(node, words)).isEqualTo(2);

    assertThat(server.group.calls()).isEmpty();
    assertThat(err.toString()).isNotEmpty();
  }

  private int run(String at, String words) {
    List<String> line = new ArrayList<>(List.of("members"));
    if (!words.isEmpty()) {
      line.addAll(List.of(words.split(" ")));
      line.addAll(List.of("--node", at));
    }
    return run(line);
  }

  private int run(List<String> words) {
    List<String> line = new ArrayList<>(List.of("admin"));
    line.addAll(words);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(line.toArray(String[]::new));
  }
}
