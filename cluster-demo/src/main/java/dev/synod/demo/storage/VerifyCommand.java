package dev.synod.demo.storage;

import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Line;
import dev.synod.persistence.store.Inspection;
import dev.synod.persistence.store.Report;
import dev.synod.persistence.store.Report.Account;
import dev.synod.persistence.store.Report.Image;
import dev.synod.persistence.store.Report.Stretch;
import dev.synod.persistence.store.StoreException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code storage verify}: exit status 0 if all of a store is sound, 1 if anything is damaged. */
@Command(
    name = "verify",
    description =
        "Checks all of a store: checksums, chain, events without a gap, snapshots, index, marker.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int DAMAGED = 1;
  private static final int SHOWN = 3;

  @Mixin private @Nullable ClosedStore store;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Report report = report();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    show(report, out);
    out.flush();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    report.damages().forEach(damage -> err.println("verify: " + Plain.of(damage.toString())));
    err.flush();
    return report.sound() ? 0 : DAMAGED;
  }

  private Report report() {
    try (Inspection inspection = Objects.requireNonNull(store).inspect()) {
      return inspection.report();
    } catch (StoreException refused) {
      throw new BadInput(Line.of(refused), refused);
    }
  }

  private static void show(Report report, PrintWriter out) {
    accounts(report.ids()).lines().forEach(out::println);
    out.println();
    Report.Extent extent = report.extent();
    Table totals = new Table("store", Plain.of(report.directory().toString()));
    totals.add("incarnation", report.incarnation().map(UUID::toString).orElse("not known"));
    totals.add("format", report.format());
    totals.add("persistence ids", report.ids().size());
    totals.add("segments", extent.segments());
    totals.add("records", extent.records());
    totals.add("bytes used", extent.bytes());
    totals.add("bytes of files", extent.fileBytes());
    totals.add("index", index(report));
    totals.add("ending", ending(extent.ending()));
    totals.add(
        "verdict",
        report.sound()
            ? "sound"
            : "DAMAGED (%d); only what can be read is counted".formatted(report.damages().size()));
    totals.leftAligned().forEach(out::println);
  }

  private static Table accounts(List<Account> accounts) {
    Table table =
        new Table(
            "persistence id",
            "events",
            "first",
            "highest",
            "deleted to",
            "passed over",
            "snapshots",
            "newest",
            "its bytes",
            "bytes");
    for (Account account : accounts) {
      List<Image> snapshots = account.snapshots();
      Image newest = snapshots.isEmpty() ? null : snapshots.get(snapshots.size() - 1);
      table.add(
          Plain.of(account.id()),
          account.events(),
          account.first() == 0 ? "-" : account.first(),
          account.highest(),
          account.deletedTo() == 0 ? "-" : account.deletedTo(),
          passedOver(account.passedOver()),
          snapshots.isEmpty() ? "-" : snapshots.size(),
          newest == null ? "-" : newest.id().sequence(),
          newest == null ? "-" : newest.bytes(),
          account.bytes());
    }
    return table;
  }

  /** As 3-5,9; of many the first few and how many numbers there are in all. */
  private static String passedOver(List<Stretch> stretches) {
    if (stretches.isEmpty()) {
      return "-";
    }
    List<String> first =
        stretches.stream()
            .limit(SHOWN)
            .map(
                each ->
                    each.length() == 1
                        ? Long.toString(each.first())
                        : each.first() + "-" + each.last())
            .toList();
    String shown = String.join(",", first);
    return stretches.size() <= SHOWN
        ? shown
        : shown + ",... (%d)".formatted(stretches.stream().mapToLong(Stretch::length).sum());
  }

  private static String index(Report report) {
    OptionalLong through = report.extent().indexedThrough();
    if (through.isEmpty()) {
      return report.sound() ? "none; it is made at the next start" : "not compared, or damaged";
    }
    return through.getAsLong() == 0
        ? "empty: no segment is full yet"
        : "agrees, through segment " + through.getAsLong();
  }

  private static String ending(Report.Ending ending) {
    if (ending.segment() == 0) {
      return "not known";
    }
    if (ending.tornBytes() > 0) {
      return "not closed; a crash cut off %d bytes at byte %d of segment %d, never confirmed"
          .formatted(ending.tornBytes(), ending.position(), ending.segment());
    }
    return ending.closed()
        ? "closed in good order"
        : "not closed in good order; whole through byte %d of segment %d"
            .formatted(ending.position(), ending.segment());
  }
}
