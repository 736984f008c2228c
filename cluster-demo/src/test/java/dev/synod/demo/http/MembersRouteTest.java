package dev.synod.demo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.MembershipException;
import dev.synod.demo.http.LocalServer.Answer;
import java.util.Locale;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code POST /admin/members}: what it takes, what it refuses, and how the group's word is told.
 */
class MembersRouteTest {
  private static final ActorTestKit KIT = LocalServer.kit();

  private final LocalServer server = new LocalServer(KIT);
  private final FakeGroup group = server.group;

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
        "{\"add\":\"n4\"}|Add[id=n4, kind=VOTER]",
        "{\"add\":\"n4\",\"kind\":\"voter\"}|Add[id=n4, kind=VOTER]",
        "{\"add\":\"n4\",\"kind\":\"observer\",\"epoch\":7}|Add[id=n4, kind=OBSERVER] in 7",
        "{\"add\":\"n4\",\"kind\":\"witness\"}|Add[id=n4, kind=WITNESS]",
        "{\"remove\":\"n2\"}|Remove[id=n2]",
        "{\"replace\":\"n3\",\"epoch\":1}|Replace[id=n3] in 1",
        "{\"promote\":\"n4\"}|Promote[id=n4]",
        "{\"quorums\":{\"election\":4,\"accept\":2}}|Quorums[election=4, accept=2]",
        "{\"leases\":{\"durationMillis\":800,\"driftPpm\":100}}"
            + "|Leases[duration=PT0.8S, driftPpm=100]"
      })
  void changesAsAskedAndSaysInWhichEpoch(String body, String change) {
    assertThat(server.post("/admin/members", body)).hasToString("200 {\"epoch\":2}");

    assertThat(group.calls()).containsExactly(change);
  }

  @Test
  void handsTheLeadOver() {
    assertThat(server.post("/admin/transfer", "{\"to\":\"n2\"}")).hasToString("200 {\"epoch\":2}");
    assertThat(server.post("/admin/transfer", "{}").toString()).contains("field 'to' is missing");
    assertThat(server.post("/admin/transfer", "{\"to\":\"n2\",\"x\":1}").toString())
        .contains("field 'x' has no meaning here");

    assertThat(group.calls()).containsExactly("HandOver[id=Optional[n2]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|must have exactly one of [add, remove, replace, promote, quorums, leases], but has []",
        "{\"epoch\":1}|but has []",
        "{\"add\":\"n4\",\"remove\":\"n2\"}|but has [add, remove]",
        "{\"remove\":\"n2\",\"kind\":\"observer\"}|field 'kind' has no meaning here",
        "{\"add\":\"n4\",\"epcoh\":3}|field 'epcoh' has no meaning here, only [add, epoch, kind]",
        "{\"add\":4}|field 'add' must be a string",
        "{\"add\":\"n 4\"}|field 'add': member id 'n 4' must be",
        "{\"add\":\"n4\",\"kind\":\"chief\"}|kind 'chief' must be voter, observer or witness",
        "{\"add\":\"n4\",\"epoch\":0}|field 'epoch' must be a whole number from 1",
        "{\"add\":\"n4\",\"epoch\":null}|field 'epoch' must be a whole number",
        "{\"quorums\":2}|field 'quorums' must be an object",
        "{\"quorums\":{\"election\":2}}|field 'accept' is missing",
        "{\"quorums\":{\"election\":2,\"accept\":2,\"x\":1}}|field 'x' has no meaning here",
        "{\"quorums\":{\"election\":4294967298,\"accept\":2}}|from 1 to 31",
        "{\"leases\":{\"durationMillis\":60001,\"driftPpm\":0}}|from 0 to 60000",
        "{\"leases\":{\"durationMillis\":1,\"driftPpm\":100001}}|from 0 to 100000",
        "{\"leases\":{\"durationMillis\":1}}|field 'driftPpm' is missing",
        "[]|must be a JSON object"
      })
  void refusesWhatIsNoChange(String body, String line) {
    Answer answer = server.post("/admin/members", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("bad_request", line);
    assertThat(group.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"REFUSED,409", "EPOCH_CHANGED,409", "NOT_READY,503", "UNKNOWN,504"})
  void saysWhyNotAndWhetherThatIsSure(MembershipException.Reason reason, int status) {
    group.failNext(new MembershipException(reason, "so it is"));

    assertThat(server.post("/admin/members", "{\"add\":\"n4\"}"))
        .hasToString(
            "%d {\"error\":{\"code\":\"%s\",\"message\":\"so it is\"}}"
                .formatted(status, reason.name().toLowerCase(Locale.ROOT)));
  }
}
