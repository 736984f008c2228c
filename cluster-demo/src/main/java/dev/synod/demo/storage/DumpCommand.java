package dev.synod.demo.storage;

import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Line;
import dev.synod.demo.input.Settings;
import dev.synod.persistence.plugin.StoredObject;
import dev.synod.persistence.store.Damage;
import dev.synod.persistence.store.Inspection;
import dev.synod.persistence.store.Place;
import dev.synod.persistence.store.Report.Account;
import dev.synod.persistence.store.Report.Image;
import dev.synod.persistence.store.Report.Stretch;
import dev.synod.persistence.store.StoreException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code storage dump}: events and snapshots as text, one a line. Exit status 1 if there is no such
 * persistence id, or the store is damaged: then what stands before the damage is shown.
 */
@Command(
    name = "dump",
    description = "Shows the events of a persistence id; without --id which ids there are.",
    mixinStandardHelpOptions = true)
final class DumpCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int SNAPSHOT_TEXT = 1000;

  @Mixin private @Nullable ClosedStore store;
  @Mixin private @Nullable Settings settings;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--id", description = "the persistence id; without it all are listed")
  private @Nullable String id;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description = "the first sequence number; default: ${DEFAULT-VALUE}")
  private long from;

  @Option(names = "--to", paramLabel = "N", description = "the last sequence number")
  private long to = Long.MAX_VALUE;

  @Option(names = "--limit", paramLabel = "N", description = "how many events at most")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--snapshots", description = "shows the snapshots, too, before the events")
  private boolean snapshots;

  @Override
  public Integer call() {
    refuseNonsense();
    try (Inspection inspection = Objects.requireNonNull(store).inspect()) {
      String wanted = id;
      boolean found = true;
      if (wanted == null) {
        inspection.accounts().forEach(account -> print(Plain.of(account.id())));
      } else {
        found = dump(inspection, wanted);
      }
      List<Damage> damages = inspection.damages();
      damages.forEach(damage -> warn(damage.toString()));
      return found && damages.isEmpty() ? 0 : FAILED;
    }
  }

  private void refuseNonsense() {
    if (from < 1 || to < from) {
      throw new BadInput("--from %d must be at least 1 and at most --to %d".formatted(from, to));
    }
    if (limit < 1) {
      throw new BadInput("--limit %d must be at least 1".formatted(limit));
    }
    if (id == null && (snapshots || from > 1 || to < Long.MAX_VALUE || limit < Long.MAX_VALUE)) {
      throw new BadInput(
          "--from, --to, --limit and --snapshots need --id; without it ids are listed");
    }
  }

  private boolean dump(Inspection inspection, String wanted) {
    Optional<Account> account =
        inspection.accounts().stream().filter(each -> each.id().equals(wanted)).findFirst();
    if (account.isEmpty()) {
      warn(unknown(inspection, wanted));
      return false;
    }
    try (Decoder decoder = new Decoder(Objects.requireNonNull(settings).config())) {
      if (snapshots) {
        account.get().snapshots().forEach(image -> snapshot(inspection, wanted, image, decoder));
      }
      boolean[] any = new boolean[1];
      inspection.events(
          wanted,
          new Stretch(from, to),
          limit,
          (place, sequence, bytes) -> {
            any[0] = true;
            event(wanted, place, sequence, bytes, decoder);
          });
      if (!any[0]) {
        warn(none(account.get()));
      }
      return true;
    } catch (StoreException damaged) {
      warn(damaged.damage().map(Damage::toString).orElseGet(() -> Line.of(damaged)));
      return false;
    }
  }

  private void event(String of, Place place, long sequence, ByteBuffer bytes, Decoder decoder) {
    print(
        "%d  %s"
            .formatted(
                sequence,
                line(
                    place,
                    bytes,
                    decoder,
                    Integer.MAX_VALUE,
                    () -> StoredObject.event(of, sequence, bytes))));
  }

  private void snapshot(Inspection inspection, String of, Image image, Decoder decoder) {
    long sequence = image.id().sequence();
    ByteBuffer bytes = ByteBuffer.wrap(inspection.snapshot(of, sequence));
    print(
        "snapshot %d  %s"
            .formatted(
                sequence,
                line(
                    image.place(),
                    bytes,
                    decoder,
                    SNAPSHOT_TEXT,
                    () -> StoredObject.snapshot(of, sequence, image.id().time(), bytes))));
  }

  /** Place, bytes, serializer and manifest, text; bytes that no plugin wrote as hex alone. */
  private static String line(
      Place place, ByteBuffer bytes, Decoder decoder, int most, Supplier<StoredObject> open) {
    String where = "%d:%d  %d B  ".formatted(place.segment(), place.position(), bytes.remaining());
    StoredObject stored;
    try {
      stored = open.get();
    } catch (IllegalArgumentException other) {
      return where + "?  " + Decoder.hex(bytes);
    }
    String text = decoder.text(stored);
    return "%s%d/%s  %s"
        .formatted(
            where,
            stored.serializer(),
            Plain.of(stored.manifest()),
            text.length() <= most ? text : text.substring(0, most) + "...");
  }

  private String unknown(Inspection inspection, String wanted) {
    List<String> names = inspection.accounts().stream().map(Account::id).toList();
    List<String> near = Nearest.of(wanted, names);
    return "%s has no persistence id '%s'; %s, and dump without --id lists all %d"
        .formatted(
            store,
            wanted,
            near.isEmpty() ? "none is like it" : "like it: '" + String.join("', '", near) + "'",
            names.size());
  }

  private String none(Account account) {
    return "'%s' has no event from %d to %s: %s, those through %d are deleted"
        .formatted(
            account.id(),
            from,
            to == Long.MAX_VALUE ? "the end" : to,
            account.events() == 0
                ? "none is stored"
                : "%d to %d are stored".formatted(account.first(), account.highest()),
            account.deletedTo());
  }

  private void print(String line) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void warn(String line) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("dump: " + Plain.of(line));
    err.flush();
  }
}
