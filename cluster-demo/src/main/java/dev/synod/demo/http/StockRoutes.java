package dev.synod.demo.http;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.synod.demo.stock.Level;
import dev.synod.demo.stock.StockMessage.Adjust;
import java.util.OptionalLong;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /stock/{item}}: an adjustment that would go below zero is a reply, not an error. */
final class StockRoutes extends AllDirectives {
  private final Door door;

  StockRoutes(Door door) {
    this.door = door;
  }

  Route routes() {
    return pathPrefix(
        "stock",
        () -> path(segment(), Door.named(item -> concat(get(() -> level(item)), adjusting(item)))));
  }

  private Route adjusting(String item) {
    return post(
        () ->
            door.fields(
                fields ->
                    door.write(
                        new Adjust(item, fields.number("delta", Long.MIN_VALUE)),
                        (adjusted, slot) ->
                            Json.ok(
                                Json.object()
                                    .put("slot", slot)
                                    .put("done", adjusted.done())
                                    .put("level", adjusted.level())))));
  }

  private Route level(String item) {
    return door.read(new Level(item), (level, slot) -> level(item, level, slot));
  }

  private static HttpResponse level(String item, OptionalLong level, long slot) {
    return level.isPresent()
        ? Json.ok(Json.object().put("item", item).put("level", level.getAsLong()).put("slot", slot))
        : Json.error(
            StatusCodes.NOT_FOUND, "not_found", "item '" + item + "' is absent in slot " + slot);
  }
}
