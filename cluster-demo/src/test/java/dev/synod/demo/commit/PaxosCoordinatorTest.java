package dev.synod.demo.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers of acceptors lead to: in any order, twice, too late, or never. */
class PaxosCoordinatorTest {
  private final PaxosCoordinator coordinator = new PaxosCoordinator();
  private List<ObjectNode> prepares = List.of();

  @BeforeEach
  void begin() {
    coordinator.hear(Session.INIT);
    prepares = coordinator.hear(Session.BEGIN);
  }

  @Test
  void aMajorityOfPromisesLeadsToPhaseTwoOfThatInstance() {
    assertThat(promise("a1", "p1", "null")).isEmpty();

    List<ObjectNode> accepts = promise("a3", "p1", "null");

    assertThat(accepts).hasSize(3).allMatch(line -> type(line).equals("accept"));
    assertThat(accepts).allMatch(line -> body(line, "value").equals("commit"));
    assertThat(accepts).allMatch(line -> body(line, "participant").equals("p1"));
  }

  @Test
  void anAnswerThatComesTwiceCountsOnce() {
    assertThat(promise("a1", "p1", "null")).isEmpty();
    assertThat(promise("a1", "p1", "null")).isEmpty();
    List<ObjectNode> accepts = promise("a2", "p1", "null");
    assertThat(promise("a3", "p1", "null")).isEmpty();
    List<ObjectNode> others = both("p2");

    accepted(accepts, "a1");
    accepted(accepts, "a1");
    accepted(others, "a1");
    assertThat(accepted(others, "a2")).isEmpty();
    assertThat(accepted(accepts, "a2"))
        .hasSize(1)
        .allMatch(line -> type(line).equals("paxos_commit_ok"));
    assertThat(accepted(accepts, "a3")).isEmpty();
  }

  @Test
  void theFirstAnswerOfAnAcceptorCounts() {
    promise("a1", "p1", "null");
    promise("a1", "p1", "\"abort\"");

    assertThat(promise("a2", "p1", "null"))
        .hasSize(3)
        .allMatch(line -> body(line, "value").equals("commit"));
  }

  @Test
  void aVoteAnswersNoOtherQuestionThanForAVote() {
    List<ObjectNode> asked = prepares;
    List<ObjectNode> accepts = both("p2");
    accepted(accepts, "a1");
    accepted(accepts, "a2");
    both("p1");

    assertThat(answer(asked, "accepted", "a1", "p1", 1, "")).isEmpty();
    assertThat(answer(asked, "accepted", "a2", "p1", 1, "")).isEmpty();
  }

  /** The number of the question says the rest. */
  @Test
  void aVoteMayBeShort() {
    List<ObjectNode> first = both("p1");
    List<ObjectNode> second = both("p2");
    List<ObjectNode> said = List.of();
    for (List<ObjectNode> accepts : List.of(first, second)) {
      for (ObjectNode accept : accepts.subList(0, 2)) {
        said =
            coordinator.hear(
                "{\"src\":\"%s\",\"dest\":\"paxos_coord\",\"body\":{\"type\":\"accepted\",\"in_reply_to\":%d}}"
                    .formatted(
                        accept.path("dest").textValue(),
                        accept.path("body").path("msg_id").longValue()));
      }
    }

    assertThat(said).hasSize(1).allMatch(line -> type(line).equals("paxos_commit_ok"));
  }

  @Test
  void anAnswerToAnEarlierAttemptIsIgnored() {
    promise("a1", "p1", "null");
    List<ObjectNode> before = prepares;

    prepares = coordinator.hear(Session.RECOVER);

    assertThat(answer(before, "promise", "a2", "p1", 1, ",\"accepted_value\":null")).isEmpty();
    assertThat(answer(prepares, "promise", "a2", "p1", 1, ",\"accepted_value\":null")).isEmpty();
    assertThat(answer(prepares, "promise", "a2", "p1", 2, ",\"accepted_value\":null")).isEmpty();
    assertThat(answer(prepares, "promise", "a1", "p1", 2, ",\"accepted_value\":null")).hasSize(3);
  }

  /** Rule A6: of what is told, the value of the highest proposal id. */
  @Test
  void theHighestVoteGoesOn() {
    prepares = recovered(3);

    promise("a1", "p1", "{\"proposal_id\":1,\"value\":\"commit\"}");
    List<ObjectNode> accepts = promise("a2", "p1", "{\"proposal_id\":2,\"value\":\"abort\"}");
    promise("a1", "p2", "{\"proposal_id\":3,\"value\":\"commit\"}");
    List<ObjectNode> others = promise("a2", "p2", "{\"proposal_id\":2,\"value\":\"abort\"}");

    assertThat(accepts).hasSize(3).allMatch(line -> body(line, "value").equals("abort"));
    assertThat(others).hasSize(3).allMatch(line -> body(line, "value").equals("commit"));
  }

  /** A bare value is of the last proposal id under which this node has proposed it. */
  @Test
  void ofBareValuesTheOneThatWasProposedLastGoesOn() {
    both("p1");
    prepares = recovered(1);
    assertThat(both("p1")).allMatch(line -> body(line, "value").equals("abort"));
    prepares = recovered(1);

    promise("a1", "p1", "\"commit\"");

    assertThat(promise("a2", "p1", "\"abort\""))
        .hasSize(3)
        .allMatch(line -> body(line, "value").equals("abort"));
  }

  /** Rule K3. */
  @Test
  void oneThatAbortsAbortsAll() {
    List<ObjectNode> first = both("p1");
    accepted(first, "a1");
    accepted(first, "a2");
    prepares = coordinator.hear(Session.RECOVER);
    assertThat(prepares).hasSize(3).allMatch(line -> body(line, "participant").equals("p2"));
    List<ObjectNode> second = both("p2");
    accepted(second, "a3");

    List<ObjectNode> said = accepted(second, "a2");

    assertThat(said).hasSize(2);
    for (ObjectNode line : said) {
      assertThat(line.path("body").path("outcome").textValue()).isEqualTo("abort");
      assertThat(line.path("body").path("decisions"))
          .hasToString("{\"p1\":\"commit\",\"p2\":\"abort\"}");
    }
  }

  @Test
  void aProposerThatHasStoppedHearsNothing() {
    PaxosCoordinator stopping = new PaxosCoordinator();
    stopping.hear(Session.INIT);
    List<ObjectNode> asked = stopping.hear(Session.crashingAfter("prepare"));
    for (ObjectNode prepare : asked) {
      assertThat(stopping.hear(line("promise", prepare, 1, ",\"accepted_value\":null"))).isEmpty();
    }
  }

  private List<ObjectNode> recovered(int times) {
    List<ObjectNode> asked = List.of();
    for (int i = 0; i < times; i++) {
      asked = coordinator.hear(Session.RECOVER);
    }
    return asked;
  }

  /** Promises of a majority that has voted for nothing, or does not say. */
  private List<ObjectNode> both(String participant) {
    promise("a1", participant, "null");
    return promise("a2", participant, "null");
  }

  private List<ObjectNode> promise(String acceptor, String participant, String accepted) {
    long id = prepares.get(0).path("body").path("proposal_id").longValue();
    String told = ",\"accepted_value\":" + accepted;
    return answer(prepares, "promise", acceptor, participant, id, told);
  }

  private List<ObjectNode> accepted(List<ObjectNode> accepts, String acceptor) {
    JsonNode body = accepts.get(0).path("body");
    return answer(
        accepts,
        "accepted",
        acceptor,
        body.path("participant").textValue(),
        body.path("proposal_id").longValue(),
        "");
  }

  private List<ObjectNode> answer(
      List<ObjectNode> asked,
      String type,
      String acceptor,
      String participant,
      long id,
      String more) {
    List<ObjectNode> said = new ArrayList<>();
    for (ObjectNode question : asked) {
      if (question.path("dest").textValue().equals(acceptor)
          && body(question, "participant").equals(participant)) {
        said.addAll(coordinator.hear(line(type, question, id, more)));
      }
    }
    return said;
  }

  private static String line(String type, ObjectNode question, long id, String more) {
    String acceptor = question.path("dest").textValue();
    return """
        {"src":"%s","dest":"paxos_coord","body":{"type":"%s","in_reply_to":%d,"acceptor":"%s","proposal_id":%d%s}}
        """
        .formatted(
            acceptor, type, question.path("body").path("msg_id").longValue(), acceptor, id, more);
  }

  private static String type(ObjectNode line) {
    return body(line, "type");
  }

  private static String body(ObjectNode line, String field) {
    return line.path("body").path(field).textValue();
  }
}
