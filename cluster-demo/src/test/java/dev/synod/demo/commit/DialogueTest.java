package dev.synod.demo.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.json.Fields;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions of {@code paxos-commit}, line by line. */
class DialogueTest {
  private static final String INIT_OK =
      "{\"src\": \"paxos_coord\", \"dest\": \"c0\", \"body\":"
          + " {\"type\": \"init_ok\", \"in_reply_to\": 1, \"msg_id\": 0}}";

  @Test
  void clientsHearOfNothingThatIsNotDecided() {
    assertThat(Session.toClients(Session.external(Session.INIT, Session.BEGIN)))
        .containsExactly(INIT_OK);
    for (String step : List.of("prepare", "accept")) {
      String begin = Session.crashingAfter(step);
      assertThat(Session.toClients(Session.external(Session.INIT, begin, Session.RECOVER)))
          .containsExactly(INIT_OK);
    }
  }

  @Test
  void threeParticipantsAreNoOtherMatter() {
    String two = "\"participants\":[\"p1\",\"p2\"]";
    String three = "\"participants\":[\"p1\",\"p2\",\"p3\"]";
    List<String> lines =
        Session.external(Session.INIT.replace(two, three), Session.BEGIN.replace(two, three));

    assertThat(Session.toClients(lines)).containsExactly(INIT_OK);
    assertThat(lines).hasSize(1 + 9).endsWith(prepare("a3", 9, 1, "p3"));
  }

  @Test
  void eachAcceptorIsAskedInEachInstance() {
    assertThat(Session.external(Session.INIT, Session.BEGIN))
        .containsExactly(
            INIT_OK,
            prepare("a1", 1, 1, "p1"),
            prepare("a2", 2, 1, "p1"),
            prepare("a3", 3, 1, "p1"),
            prepare("a1", 4, 1, "p2"),
            prepare("a2", 5, 1, "p2"),
            prepare("a3", 6, 1, "p2"));
  }

  @Test
  void aProposerThatRecoversAsksUnderAHigherProposalId() {
    assertThat(Session.external(Session.INIT, Session.BEGIN, Session.RECOVER))
        .endsWith(
            prepare("a1", 7, 2, "p1"),
            prepare("a2", 8, 2, "p1"),
            prepare("a3", 9, 2, "p1"),
            prepare("a1", 10, 2, "p2"),
            prepare("a2", 11, 2, "p2"),
            prepare("a3", 12, 2, "p2"));
  }

  private static String prepare(String acceptor, int number, int id, String participant) {
    return ("{\"src\": \"paxos_coord\", \"dest\": \"%s\", \"body\": {\"type\": \"prepare\","
            + " \"msg_id\": %d, \"proposal_id\": %d, \"participant\": \"%s\"}}")
        .formatted(acceptor, number, id, participant);
  }

  @Test
  void withAcceptorsInsideATransactionCommits() {
    List<String> lines = Session.internal(Session.INIT, Session.BEGIN);

    assertThat(lines)
        .contains(
            "{\"src\": \"a2\", \"dest\": \"paxos_coord\", \"body\": {\"type\": \"promise\","
                + " \"in_reply_to\": 2, \"msg_id\": 0, \"acceptor\": \"a2\", \"proposal_id\": 1,"
                + " \"accepted_value\": null}}",
            "{\"src\": \"paxos_coord\", \"dest\": \"a1\", \"body\": {\"type\": \"accept\","
                + " \"msg_id\": 7, \"proposal_id\": 1, \"participant\": \"p1\","
                + " \"value\": \"commit\"}}");
    assertThat(Session.toClients(lines))
        .containsExactly(INIT_OK, decided("c1", 2, 13, "commit", "commit"));
  }

  /** Rule K2: nobody has voted, so the participants' votes are given up. */
  @Test
  void aProposerThatStoppedBeforeAnyVoteAborts() {
    List<String> lines =
        Session.internal(Session.INIT, Session.crashingAfter("prepare"), Session.RECOVER);

    assertThat(Session.toClients(lines))
        .containsExactly(
            INIT_OK,
            decided("c1", 2, 19, "abort", "abort"),
            decided("c2", 3, 20, "abort", "abort"));
  }

  /** Rule A6: what acceptors have voted for goes on. */
  @Test
  void aProposerThatStoppedAfterTheVotesCommits() {
    List<String> lines =
        Session.internal(Session.INIT, Session.crashingAfter("accept"), Session.RECOVER);

    assertThat(lines)
        .contains(
            "{\"src\": \"a1\", \"dest\": \"paxos_coord\", \"body\": {\"type\": \"promise\","
                + " \"in_reply_to\": 13, \"msg_id\": 4, \"acceptor\": \"a1\", \"proposal_id\": 2,"
                + " \"accepted_value\": {\"proposal_id\": 1, \"value\": \"commit\"}}}");
    assertThat(Session.toClients(lines).map(line -> line.replaceAll("\"msg_id\": \\d+", "#")))
        .containsExactly(
            INIT_OK.replaceAll("\"msg_id\": \\d+", "#"),
            decided("c1", 2, 0, "commit", "commit").replaceAll("\"msg_id\": \\d+", "#"),
            decided("c2", 3, 0, "commit", "commit").replaceAll("\"msg_id\": \\d+", "#"));
  }

  @Test
  void whoAsksAfterTheDecisionHearsItAtOnce() {
    List<String> lines =
        Session.internal(Session.INIT, Session.BEGIN, Session.RECOVER, Session.RECOVER);

    assertThat(Session.toClients(lines).skip(2))
        .containsExactly(
            decided("c2", 3, 14, "commit", "commit"), decided("c2", 3, 15, "commit", "commit"));
  }

  private static String decided(String client, int to, int number, String p1, String p2) {
    String outcome = p1.equals(p2) ? p1 : "abort";
    return ("{\"src\": \"paxos_coord\", \"dest\": \"%s\", \"body\": {\"type\":"
            + " \"paxos_commit_ok\", \"in_reply_to\": %d, \"msg_id\": %d, \"outcome\": \"%s\","
            + " \"decisions\": {\"p1\": \"%s\", \"p2\": \"%s\"}}}")
        .formatted(client, to, number, outcome, p1, p2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello | unknown | 12 | the line is no JSON
          [] | unknown | 12 | the line must be a JSON object
          {"dest":"paxos_coord","body":{}} | unknown | 12 | field 'src' is missing
          {"src":"c1","body":{}} | c1 | 12 | field 'dest' is missing
          {"src":"c1","dest":"x","body":{}} | c1 | 12 | field 'dest' is 'x'; this node is paxos_coord
          {"src":"c1","dest":"paxos_coord"} | c1 | 12 | field 'body' is missing
          {"src":"c1","dest":"paxos_coord","body":[]} | c1 | 12 | field 'body' must be an object
          {"src":"c1","dest":"paxos_coord","body":{"msg_id":4}} | c1 | 12 | field 'type' is missing
          {"src":"c1","dest":"paxos_coord","body":{"type":"x"}} | c1 | 10 | type 'x' is not known
          {"src":"c1","dest":"paxos_coord","body":{"type":"init"}} | c1 | 12 | field 'msg_id' is missing
          {"src":"c1","dest":"paxos_coord","body":{"type":"init","msg_id":"1"}} | c1 | 12 | field 'msg_id' must be a whole number
          {"src":"c1","dest":"paxos_coord","body":{"type":"init","msg_id":1,"participants":[]}} | c1 | 12 | field 'participants' has 0 names; must be 1 to 100
          {"src":"c1","dest":"paxos_coord","body":{"type":"init","msg_id":1,"participants":["p","p"]}} | c1 | 12 | field 'participants' names somebody twice
          {"src":"c1","dest":"paxos_coord","body":{"type":"init","msg_id":1,"participants":["p"],"acceptors":["/"]}} | c1 | 12 | field 'acceptors': member id '/'
          {"src":"c1","dest":"paxos_coord","body":{"type":"recover_proposer","msg_id":1}} | c1 | 22 | no transaction has begun
          {"src":"a1","dest":"paxos_coord","body":{"type":"promise","in_reply_to":1}} | a1 | 12 | field 'acceptor' is missing
          {"src":"a1","dest":"paxos_coord","body":{"type":"accepted","acceptor":"a1"}} | a1 | 12 | field 'in_reply_to' is missing
          {"src":"a1","dest":"paxos_coord","body":{"type":"accepted","in_reply_to":1,"acceptor":"a2"}} | a1 | 12 | field 'acceptor' is 'a2', but 'a1' has sent it
          {"src":"a1","dest":"paxos_coord","body":{"type":"accepted","in_reply_to":1,"proposal_id":"1"}} | a1 | 12 | field 'proposal_id' must be a whole number
          {"src":"c\u00e9","dest":"paxos_coord","body":{"type":"x"}} | c\u00e9 | 10 | type 'x' is not known
          {"src":"a1","dest":"paxos_coord","body":{"type":"promise","in_reply_to":1,"acceptor":"a1","proposal_id":1}} | a1 | 12 | field 'accepted_value' is missing
          {"src":"a1","dest":"paxos_coord","body":{"type":"promise","in_reply_to":1,"acceptor":"a1","proposal_id":1,"accepted_value":"x"}} | a1 | 12 | field 'accepted_value' is 'x'; must be commit or abort
          {"src":"a1","dest":"paxos_coord","body":{"type":"promise","in_reply_to":1,"acceptor":"a1","proposal_id":1,"accepted_value":{"proposal_id":1,"value":"commit"}}} | a1 | 12 | field 'proposal_id' must be a whole number from 0 to 0
          """)
  void whatCannotBeUnderstoodIsAnswered(String line, String dest, int code, String text) {
    assertError(Session.external(line + "\n"), dest, code, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "p1","p2"]|"p1","p9"]|12|field 'participants': p9 is none of init's, [p1, p2]
          "a3"]|"a9"]|12|field 'acceptors': a9 is none of init's
          ,"a3"]|]|12|field 'acceptors' must be those of init
          [{"transfer":100,"from":"a","to":"b"}]|[]|12|field 'operations' must be an array of at least one
          [{"transfer":100,"from":"a","to":"b"}]|[1]|12|field 'operations' holds 1; must be objects
          "operations"|"crash_proposer_after":"x","operations"|12|field 'crash_proposer_after' is 'x'
          """)
  void aTransactionThatCannotBeIsRefused(String what, String other, int code, String text) {
    List<String> lines = Session.external(Session.INIT, Session.BEGIN.replace(what, other));

    assertThat(lines).hasSize(2).startsWith(INIT_OK);
    assertError(lines.subList(1, 2), "c1", code, text);
  }

  @Test
  void whatComesOutOfTurnIsRefused() {
    assertError(Session.external(Session.BEGIN), "c1", 22, "init must come first");
    assertError(last(Session.INIT, Session.BEGIN, Session.BEGIN), "c1", 22, "a transaction has");
    String other = Session.INIT.replace("\"p2\"", "\"p3\"");
    assertError(last(Session.INIT, other), "c0", 22, "init was another before");
    assertThat(Session.external(Session.INIT, Session.INIT))
        .containsExactly(INIT_OK, INIT_OK.replace("\"msg_id\": 0", "\"msg_id\": 1"));
  }

  @Test
  void anErrorIsNotAnsweredAndABlankLineIsNoMessage() {
    assertThat(
            Session.external(
                "{\"src\":\"a1\",\"dest\":\"paxos_coord\",\"body\":{\"type\":\"error\"}}\n\n \r\n"))
        .isEmpty();
  }

  @Test
  void aLineIsReadOnlyAsFarAsItMayGo() {
    String endless = "[" + "1,".repeat(PaxosCoordinator.LONGEST) + "1]\n";

    List<String> lines = Session.external(endless, Session.INIT);

    assertError(lines.subList(0, 1), "unknown", 12, "longer than 1048576 characters");
    assertThat(lines.get(1)).contains("init_ok");
  }

  /** Whatever is heard, what is said is understood. */
  @Test
  void noLineEndsTheSession() {
    Random chance = new Random(4711);
    String replies =
        Session.internal(Session.INIT, Session.BEGIN).stream()
            .filter(line -> line.startsWith("{\"src\": \"a"))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    String session = Session.INIT + Session.BEGIN + replies + Session.RECOVER;
    for (int i = 0; i < 3_000; i++) {
      StringBuilder broken = new StringBuilder(session);
      for (int j = chance.nextInt(8); j >= 0; j--) {
        broken.setCharAt(chance.nextInt(broken.length()), (char) chance.nextInt(128));
      }
      for (String line : Session.external(broken.toString())) {
        assertThat(Fields.of("a line", line).object("body").text("type")).isNotEmpty();
      }
    }
  }

  private static List<String> last(String... input) {
    List<String> lines = Session.external(input);
    return lines.subList(lines.size() - 1, lines.size());
  }

  private static void assertError(List<String> lines, String dest, int code, String text) {
    assertThat(lines).hasSize(1);
    Fields line = Fields.of("the line", lines.get(0));
    assertThat(line.text("dest")).isEqualTo(dest);
    assertThat(lines.get(0)).matches("\\p{ASCII}*");
    assertThat(line.object("body").text("type")).isEqualTo("error");
    assertThat(line.object("body").number("code", 0)).isEqualTo(code);
    assertThat(line.object("body").text("text")).contains(text);
  }
}
