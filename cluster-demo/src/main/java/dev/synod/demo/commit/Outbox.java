package dev.synod.demo.commit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a node says: lines whose bodies are numbered in the order in which it says them, from 0. */
final class Outbox {
  private final String node;
  private final List<ObjectNode> lines = new ArrayList<>();
  private long next;

  Outbox(String node) {
    this.node = node;
  }

  /** Asks somebody; the number is what the answer repeats. */
  long ask(String dest, String type, Consumer<ObjectNode> fields) {
    return say(dest, body(type), fields);
  }

  /** Answers the message of this number. */
  void answer(String dest, String type, long inReplyTo, Consumer<ObjectNode> fields) {
    say(dest, body(type).put("in_reply_to", inReplyTo), fields);
  }

  /** Says something that answers nothing. */
  void tell(String dest, String type, Consumer<ObjectNode> fields) {
    say(dest, body(type), fields);
  }

  /** What was said since the last time. */
  List<ObjectNode> take() {
    List<ObjectNode> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  private long say(String dest, ObjectNode body, Consumer<ObjectNode> fields) {
    long number = next;
    next++;
    fields.accept(body.put("msg_id", number));
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("src", node).put("dest", dest);
    line.set("body", body);
    lines.add(line);
    return number;
  }

  private static ObjectNode body(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
