package dev.synod.demo.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.api.Choice;
import dev.synod.demo.json.BadRequest;
import dev.synod.demo.json.Fields;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * The node that leads the commit of one transaction: it hears a line and says others. What it can't
 * understand or do it answers with an {@code error}; an answer that comes twice or too late is
 * ignored.
 */
final class PaxosCoordinator {
  static final String NAME = "paxos_coord";

  /** Characters of a line that is read. */
  static final int LONGEST = 1 << 20;

  /** To whom it is said what is wrong with a line that names nobody. */
  private static final String NOBODY = "unknown";

  private static final int WAITING = 1000;

  private final Outbox outbox = new Outbox(NAME);
  private final List<Question> waiting = new ArrayList<>();
  private Optional<Lineup> known = Optional.empty();
  private Optional<Transaction> transaction = Optional.empty();

  /** A message of a client that waits for the outcome. */
  private record Question(String src, long msgId) {}

  /** What is to be said, in order, after this line was heard. */
  List<ObjectNode> hear(String line) {
    Optional<Fields> message = Optional.empty();
    try {
      if (line.length() > LONGEST) {
        throw new BadRequest("the line is longer than %d characters".formatted(LONGEST));
      }
      message = Optional.of(Fields.of("the line", line));
      receive(message.get());
    } catch (BadRequest malformed) {
      complain(message, Refusal.MALFORMED, String.valueOf(malformed.getMessage()));
    } catch (Refusal refusal) {
      complain(message, refusal.code, String.valueOf(refusal.getMessage()));
    }
    return outbox.take();
  }

  private void receive(Fields message) {
    String src = message.text("src");
    String dest = message.text("dest");
    if (!dest.equals(NAME)) {
      throw new BadRequest("field 'dest' is '%s'; this node is %s".formatted(dest, NAME));
    }
    Fields body = message.object("body");
    String type = body.text("type");
    switch (type) {
      case "init" -> onInit(src, body);
      case "paxos_commit_begin" -> onBegin(src, body);
      case "recover_proposer" -> onRecover(src, body);
      case "promise" -> onPromise(src, body);
      case "accepted" -> onAccepted(src, body);
      // An error that is answered with an error is answered for ever.
      case "error" -> {}
      default ->
          throw new Refusal(
              Refusal.NOT_SUPPORTED,
              ("type '%s' is not known; these are: init, paxos_commit_begin, recover_proposer,"
                      + " promise, accepted")
                  .formatted(type));
    }
  }

  private void onInit(String src, Fields body) {
    long msgId = body.number("msg_id", 0);
    Lineup lineup = Lineup.of(body);
    known
        .filter(before -> !before.equals(lineup))
        .ifPresent(
            before -> {
              throw new Refusal(
                  Refusal.PRECONDITION, "init was another before: %s".formatted(before));
            });
    known = Optional.of(lineup);
    outbox.answer(src, "init_ok", msgId, nothing -> {});
  }

  private void onBegin(String src, Fields body) {
    long msgId = body.number("msg_id", 0);
    Lineup lineup = Lineup.of(body).within(lineup());
    requireOperations(body);
    Crash crash = Crash.of(body);
    if (transaction.isPresent()) {
      throw new Refusal(
          Refusal.PRECONDITION,
          "a transaction has begun; a node leads one, since its messages to acceptors name none");
    }
    Transaction begun = new Transaction(lineup, crash, outbox);
    transaction = Optional.of(begun);
    waiting.add(new Question(src, msgId));
    begun.begin();
  }

  private Lineup lineup() {
    return known.orElseThrow(
        () -> new Refusal(Refusal.PRECONDITION, "init must come first: nobody is known yet"));
  }

  /** What they do is the participants' business. */
  private static void requireOperations(Fields body) {
    JsonNode operations = body.any("operations");
    if (!operations.isArray() || operations.isEmpty()) {
      throw new BadRequest("field 'operations' must be an array of at least one operation");
    }
    for (JsonNode operation : operations) {
      if (!operation.isObject()) {
        throw new BadRequest("field 'operations' holds %s; must be objects".formatted(operation));
      }
    }
  }

  private void onRecover(String src, Fields body) {
    long msgId = body.number("msg_id", 0);
    Transaction begun =
        transaction.orElseThrow(
            () ->
                new Refusal(Refusal.PRECONDITION, "no transaction has begun: nothing to recover"));
    if (waiting.size() == WAITING) {
      throw new Refusal(
          Refusal.UNAVAILABLE, "%d clients wait for the outcome already".formatted(WAITING));
    }
    waiting.add(new Question(src, msgId));
    if (begun.decisions().isEmpty()) {
      begun.recover();
    }
    conclude();
  }

  private void onPromise(String src, Fields body) {
    long question = body.number("in_reply_to", 0);
    MemberId acceptor = acceptor(src, body.text("acceptor"));
    long id = body.number("proposal_id", 0);
    Optional<Instance.Told> told = told(body, id);
    transaction.ifPresent(begun -> begun.promised(question, acceptor, id, told));
    conclude();
  }

  /** Nothing, a value, or an object of a value and the proposal id under which it was accepted. */
  private static Optional<Instance.Told> told(Fields body, long promised) {
    JsonNode accepted = body.any("accepted_value");
    if (accepted.isNull()) {
      return Optional.empty();
    }
    if (accepted.isObject()) {
      Fields vote = body.object("accepted_value");
      long id = vote.number("proposal_id", 0, Math.max(0, promised - 1));
      return Optional.of(
          new Instance.Told(Optional.of(id), Spelling.read("value", vote.text("value"))));
    }
    Choice value = Spelling.read("accepted_value", body.text("accepted_value"));
    return Optional.of(new Instance.Told(Optional.empty(), value));
  }

  /** All else that it may say follows from the question. */
  private void onAccepted(String src, Fields body) {
    long question = body.number("in_reply_to", 0);
    MemberId acceptor = acceptor(src, body.has("acceptor") ? body.text("acceptor") : src);
    OptionalLong id =
        body.has("proposal_id")
            ? OptionalLong.of(body.number("proposal_id", 0))
            : OptionalLong.empty();
    transaction.ifPresent(begun -> begun.accepted(question, acceptor, id));
    conclude();
  }

  /** Rule A7: nobody votes for another. */
  private static MemberId acceptor(String src, String named) {
    if (!named.equals(src)) {
      throw new BadRequest("field 'acceptor' is '%s', but '%s' has sent it".formatted(named, src));
    }
    return Lineup.id("acceptor", named);
  }

  private void conclude() {
    transaction.flatMap(Transaction::decisions).ifPresent(this::conclude);
  }

  /** Commits if all instances have chosen that (rule K3). */
  private void conclude(SortedMap<MemberId, Choice> decisions) {
    Choice outcome = decisions.containsValue(Choice.ABORT) ? Choice.ABORT : Choice.COMMIT;
    for (Question question : waiting) {
      outbox.answer(
          question.src(),
          "paxos_commit_ok",
          question.msgId(),
          body -> {
            ObjectNode each = body.put("outcome", Spelling.of(outcome)).putObject("decisions");
            for (Map.Entry<MemberId, Choice> decision : decisions.entrySet()) {
              each.put(decision.getKey().value(), Spelling.of(decision.getValue()));
            }
          });
    }
    waiting.clear();
  }

  private void complain(Optional<Fields> message, int code, String text) {
    String dest = message.flatMap(Sender::of).orElse(NOBODY);
    Optional<Long> number = message.flatMap(Sender::number);
    if (number.isPresent()) {
      outbox.answer(dest, "error", number.get(), body -> body.put("code", code).put("text", text));
    } else {
      outbox.tell(dest, "error", body -> body.put("code", code).put("text", text));
    }
  }
}
