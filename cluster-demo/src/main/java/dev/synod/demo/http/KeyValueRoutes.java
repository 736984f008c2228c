package dev.synod.demo.http;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.synod.demo.kv.Entry;
import dev.synod.demo.kv.KeyValueMessage.Cas;
import dev.synod.demo.kv.KeyValueMessage.Delete;
import dev.synod.demo.kv.KeyValueMessage.Get;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.kv.KeyValueMessage.Removed;
import dev.synod.demo.kv.KeyValueMessage.Swapped;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /kv/{key}}: the body of a PUT is the value itself. */
final class KeyValueRoutes extends AllDirectives {
  private final Door door;

  KeyValueRoutes(Door door) {
    this.door = door;
  }

  Route routes() {
    return pathPrefix(
        "kv",
        () ->
            concat(
                path(
                    segment(),
                    Door.named(key -> concat(getting(key), putting(key), deleting(key)))),
                path(segment().slash("cas"), Door.named(this::comparing))));
  }

  private Route getting(String key) {
    return get(() -> door.read(new Get(key), (held, slot) -> entry(key, held.entry(), slot)));
  }

  private Route putting(String key) {
    return put(
        () ->
            door.body(
                value ->
                    door.write(
                        new Put(key, value), (done, slot) -> written(slot, done.version()))));
  }

  private Route deleting(String key) {
    return delete(
        () -> door.write(new Delete(key), (removed, slot) -> removed(key, removed, slot)));
  }

  private Route comparing(String key) {
    return post(
        () ->
            door.fields(
                fields ->
                    door.write(
                        new Cas(key, fields.textOrNull("expected"), fields.text("value")),
                        (swapped, slot) -> swapped(key, swapped, slot))));
  }

  private static HttpResponse entry(String key, Optional<Entry> entry, long slot) {
    return entry
        .map(
            found ->
                Json.ok(
                    Json.object()
                        .put("key", key)
                        .put("value", found.value())
                        .put("version", found.version())
                        .put("slot", slot)))
        .orElseGet(() -> absent(key, slot));
  }

  private static HttpResponse removed(String key, Removed removed, long slot) {
    return removed.version() > 0 ? written(slot, removed.version()) : absent(key, slot);
  }

  private static HttpResponse swapped(String key, Swapped swapped, long slot) {
    return swapped.done()
        ? written(slot, swapped.version())
        : Json.error(
            StatusCodes.CONFLICT,
            "conflict",
            "key '%s' holds another value than expected: its version is %d in slot %d"
                .formatted(key, swapped.version(), slot));
  }

  private static HttpResponse written(long slot, long version) {
    return Json.ok(Json.object().put("slot", slot).put("version", version));
  }

  private static HttpResponse absent(String key, long slot) {
    return Json.error(
        StatusCodes.NOT_FOUND, "not_found", "key '" + key + "' is absent in slot " + slot);
  }
}
