package dev.synod.demo.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.api.Choice;
import dev.synod.decree.DecreeAcceptor;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeRequest;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Acceptors within the node's own process, so that a session needs nobody else. */
final class LocalAcceptors {
  private final Map<String, Outbox> outboxes = new HashMap<>();
  private final Map<Part, DecreeAcceptor<Choice>> acceptors = new HashMap<>();

  /** An acceptor's part in the instance of one participant. */
  private record Part(String acceptor, String participant) {}

  /** What an acceptor answers to this line; nothing, if it is none's. */
  List<ObjectNode> hear(ObjectNode line) {
    JsonNode body = line.path("body");
    Ballot ballot = Lineup.ballot(body.path("proposal_id").longValue());
    return switch (body.path("type").textValue()) {
      case "prepare" -> answer(line, new Prepare<>(ballot));
      case "accept" ->
          answer(
              line, new Accept<>(ballot, Spelling.read("value", body.path("value").textValue())));
      default -> List.of();
    };
  }

  private List<ObjectNode> answer(ObjectNode line, DecreeRequest<Choice> request) {
    JsonNode asked = line.path("body");
    String acceptor = line.path("dest").textValue();
    Part part = new Part(acceptor, asked.path("participant").textValue());
    DecreeAcceptor.Answer<Choice> answer =
        acceptors.getOrDefault(part, DecreeAcceptor.empty()).receive(request);
    acceptors.put(part, answer.state());
    Outbox outbox = outboxes.computeIfAbsent(acceptor, Outbox::new);
    outbox.answer(
        line.path("src").textValue(),
        type(answer.reply()),
        asked.path("msg_id").longValue(),
        body -> {
          body.put("acceptor", acceptor).put("proposal_id", request.ballot().round());
          if (answer.reply() instanceof Promise<Choice> promise) {
            vote(body, promise.vote());
          }
        });
    return outbox.take();
  }

  /** Never a refusal: its only proposer never goes back to a lower proposal id. */
  private static String type(DecreeReply<Choice> reply) {
    return reply instanceof Promise<Choice> ? "promise" : "accepted";
  }

  private static void vote(ObjectNode body, Optional<Vote<Choice>> vote) {
    if (vote.isEmpty()) {
      body.putNull("accepted_value");
    } else {
      body.putObject("accepted_value")
          .put("proposal_id", vote.get().ballot().round())
          .put("value", Spelling.of(vote.get().value()));
    }
  }
}
