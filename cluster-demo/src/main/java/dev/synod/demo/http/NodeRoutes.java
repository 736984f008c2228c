package dev.synod.demo.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.api.GroupStatus;
import dev.synod.demo.input.Line;
import dev.synod.demo.json.Fields;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /sessions}, {@code /status}, {@code /admin}, {@code /health}: what is not about any data.
 */
final class NodeRoutes extends AllDirectives {
  private final Door door;
  private final Health health;

  NodeRoutes(Door door, Health health) {
    this.door = door;
    this.health = health;
  }

  Route routes() {
    return concat(
        path("sessions", () -> post(() -> door.body(ignored -> session()))),
        pathPrefix(
            "admin",
            () ->
                concat(
                    path("snapshot", () -> post(() -> door.body(ignored -> takeSnapshot()))),
                    path("members", () -> post(() -> door.fields(this::changeMembers))),
                    path("transfer", () -> post(() -> door.fields(this::handOver))))),
        path("status", () -> get(() -> ofStatus(this::shown))),
        pathPrefix(
            "health",
            () ->
                concat(
                    path("alive", () -> get(this::alive)), path("ready", () -> get(this::ready)))));
  }

  private Route session() {
    return door.answered(
        door.group().openSession(),
        (session, slot) ->
            Json.response(StatusCodes.CREATED, Json.object().put("session", session)));
  }

  private Route takeSnapshot() {
    return completeWithFuture(
        door.group()
            .takeSnapshot()
            .handle(
                (slot, failure) ->
                    failure == null
                        ? Json.ok(Json.object().put("slot", slot))
                        : Answers.noSnapshot(failure)));
  }

  private Route changeMembers(Fields fields) {
    return change(ChangeBody.of(fields));
  }

  private Route handOver(Fields fields) {
    return change(ChangeBody.ofTransfer(fields));
  }

  private Route change(ChangeBody asked) {
    return completeWithFuture(
        door.group()
            .reconfigure(asked.change(), asked.epoch())
            .handle(
                (epoch, failure) ->
                    failure == null
                        ? Json.ok(Json.object().put("epoch", epoch))
                        : Answers.notChanged(failure)));
  }

  /** Alive also without a quorum: a restart would not bring that back. */
  private Route alive() {
    return complete(
        health
            .stopped()
            .map(line -> Json.error(StatusCodes.SERVICE_UNAVAILABLE, "stopped", line))
            .orElseGet(() -> Json.ok(Json.object().put("alive", true))));
  }

  private Route ofStatus(Function<GroupStatus, HttpResponse> view) {
    CompletionStage<HttpResponse> response =
        door.group()
            .status()
            .handle(
                (status, failure) ->
                    failure == null
                        ? view.apply(status)
                        : Json.error(
                            StatusCodes.SERVICE_UNAVAILABLE, "no_status", Line.of(failure)));
    return completeWithFuture(response);
  }

  /** Asked again and again, so it may cost nothing: a status, which does, only at the start. */
  private Route ready() {
    Optional<String> hindrance = health.stopped().or(health::outside);
    if (hindrance.isPresent()) {
      return complete(notReady(hindrance.get()));
    }
    if (!health.started()) {
      return ofStatus(NodeRoutes::starting);
    }
    return completeWithFuture(
        door.group()
            .leader()
            .thenApply(
                known ->
                    known
                        .map(leader -> Json.object().put("ready", true).put("leader", leader))
                        .map(Json::ok)
                        .orElseGet(() -> notReady("no leader is known"))));
  }

  private static HttpResponse starting(GroupStatus status) {
    return notReady(
        status.epoch() == 0
            ? "this member knows of no founding: either the group is not founded yet, which takes"
                + " all its members once, or this one has lost what its disk held (its log says"
                + " so)"
            : "this member has known no leader since it started: it replays its log, or waits until"
                + " enough of the others live, vouch for its disk and elect one");
  }

  private static HttpResponse notReady(String why) {
    return Json.error(StatusCodes.SERVICE_UNAVAILABLE, "not_ready", why);
  }

  private HttpResponse shown(GroupStatus status) {
    ObjectNode body = Json.object().put("member", status.member()).put("group", status.group());
    ArrayNode members = body.putArray("members");
    for (GroupStatus.Member member : status.members()) {
      members
          .addObject()
          .put("id", member.id())
          .put("address", member.address())
          .put("kind", member.kind())
          .put("incarnation", member.incarnation());
    }
    body.putObject("quorums")
        .put("election", status.quorums().election())
        .put("accept", status.quorums().accept());
    body.put("epoch", status.epoch())
        .put("ballot", status.ballot())
        .put("leader", status.leader().orElse(null))
        .put("chosenThrough", status.chosenThrough())
        .put("appliedThrough", status.appliedThrough())
        .put("snapshotThrough", status.snapshotThrough())
        .put("logTimeMillis", status.logTimeMillis())
        .put("stateHash", status.stateHash())
        .put("sessions", status.sessions())
        .put("pending", status.pending());
    body.putObject("leases")
        .put("durationMillis", status.leases().millis())
        .put("driftPpm", status.leases().driftPpm());
    body.putObject("leaderChanges")
        .put("count", status.leaderChanges().count())
        .put("lastCause", status.leaderChanges().lastCause());
    health.storage().ifPresent(figures -> StorageView.add(figures, body.putObject("storage")));
    return Json.ok(body);
  }
}
