package dev.synod.demo.http;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.demo.bank.Audit;
import dev.synod.demo.bank.Audit.Books;
import dev.synod.demo.bank.Balance;
import dev.synod.demo.bank.BankMessage.Open;
import dev.synod.demo.bank.BankMessage.Transfer;
import dev.synod.demo.json.Fields;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /bank}: a transfer that the bank refuses is a reply, not an error. */
final class BankRoutes extends AllDirectives {
  private final Door door;

  BankRoutes(Door door) {
    this.door = door;
  }

  Route routes() {
    return pathPrefix(
        "bank",
        () ->
            concat(
                path("open", () -> post(() -> door.fields(this::open))),
                path("transfer", () -> post(() -> door.fields(this::transfer))),
                path("audit", () -> concat(get(() -> audit(List.of())), counting())),
                path(
                    segment("balance").slash(segment()),
                    Door.named(id -> get(() -> balance(id))))));
  }

  private Route open(Fields fields) {
    return door.write(
        new Open(fields.text("account"), fields.number("cents", 0)),
        (opened, slot) -> Json.ok(Json.object().put("slot", slot).put("opened", opened.fresh())));
  }

  private Route transfer(Fields fields) {
    return door.write(
        new Transfer(
            fields.text("id"), fields.text("from"), fields.text("to"), fields.number("cents", 1)),
        (moved, slot) ->
            Json.ok(
                Json.object()
                    .put("slot", slot)
                    .put("result", moved.verdict().name().toLowerCase(Locale.ROOT))));
  }

  private Route counting() {
    return post(() -> door.fields(fields -> audit(fields.texts("transfers"))));
  }

  private Route audit(List<String> transfers) {
    return door.read(new Audit(transfers), BankRoutes::books);
  }

  private Route balance(String account) {
    return door.read(new Balance(account), (cents, slot) -> balance(account, cents, slot));
  }

  private static HttpResponse books(Books books, long slot) {
    ObjectNode body =
        Json.object()
            .put("slot", slot)
            .put("accounts", books.accounts())
            .put("cents", books.cents())
            .put("executed", books.executed());
    ObjectNode counts = body.putObject("counts");
    books.counts().forEach(counts::put);
    return Json.ok(body);
  }

  private static HttpResponse balance(String account, OptionalLong cents, long slot) {
    return cents.isPresent()
        ? Json.ok(
            Json.object().put("account", account).put("cents", cents.getAsLong()).put("slot", slot))
        : Json.error(
            StatusCodes.NOT_FOUND,
            "not_found",
            "account '" + account + "' is absent in slot " + slot);
  }
}
