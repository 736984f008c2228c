package dev.synod.persistence.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what stands of each persistence id in the segments that can be read. It takes what it is
 * given: whether that fits together is for the {@link Ledger} to say. For one thread.
 */
final class Census {
  private final Map<Integer, Person> people = new HashMap<>();
  private long records;

  /** Events with consecutive sequence numbers; {@code before} is whom the first one follows. */
  private record Row(Place place, long before, long first, long last) {
    Row and(long next) {
      return new Row(place, before, first, next);
    }
  }

  private static final class Person {
    private String name = "";
    private long highest;
    private long deletedTo;
    private long bytes;
    private final List<Row> rows = new ArrayList<>();
    private final TreeMap<Long, Report.Image> snapshots = new TreeMap<>();
  }

  long records() {
    return records;
  }

  void add(Place place, Frame frame, Entry entry) {
    records++;
    int number = entry instanceof Entry.Name name ? name.number() : Entry.numberOf(entry);
    if (number == 0) {
      return;
    }
    Person person = people.computeIfAbsent(number, any -> new Person());
    person.bytes += frame.length();
    if (entry instanceof Entry.Name name) {
      person.name = name.name();
      person.highest = Math.max(person.highest, name.highest());
      person.deletedTo = Math.max(person.deletedTo, name.deletedTo());
      person.snapshots.keySet().retainAll(name.snapshots());
    } else if (entry instanceof Entry.Event event) {
      person.highest = Math.max(person.highest, event.sequence());
      add(person.rows, place, event);
    } else if (entry instanceof Entry.Deleted deleted) {
      person.deletedTo = Math.max(person.deletedTo, deleted.through());
    } else if (entry instanceof Entry.Snapshot snapshot) {
      person.snapshots.put(
          snapshot.id().sequence(), new Report.Image(snapshot.id(), place, snapshot.length()));
    } else if (entry instanceof Entry.Forgotten forgotten) {
      person.snapshots.remove(forgotten.sequence());
    }
  }

  private static void add(List<Row> rows, Place place, Entry.Event event) {
    int last = rows.size() - 1;
    if (last >= 0 && rows.get(last).last + 1 == event.sequence()) {
      rows.set(last, rows.get(last).and(event.sequence()));
    } else {
      rows.add(new Row(place, event.before(), event.sequence(), event.sequence()));
    }
  }

  List<Report.Account> accounts() {
    return people.values().stream()
        .map(Census::account)
        .sorted(Comparator.comparing(Report.Account::id))
        .toList();
  }

  private static Report.Account account(Person person) {
    long first = 0;
    long events = 0;
    List<Report.Stretch> passedOver = new ArrayList<>();
    for (Row row : person.rows) {
      if (row.last <= person.deletedTo) {
        continue;
      }
      long from = Math.max(row.first, person.deletedTo + 1);
      long missing = Math.max(row.before, person.deletedTo) + 1;
      if (row.first > missing) {
        passedOver.add(new Report.Stretch(missing, row.first - 1));
      }
      first = first == 0 ? from : first;
      events += row.last - from + 1;
    }
    return new Report.Account(
        person.name,
        first,
        person.highest,
        events,
        person.deletedTo,
        passedOver,
        List.copyOf(person.snapshots.values()),
        person.bytes);
  }

  /**
   * Events that a recovery would miss: neither stored, nor deleted, nor covered by a snapshot, nor
   * passed over (rule D2). The first of each persistence id.
   */
  List<Damage> holes(Layout layout) {
    List<Damage> holes = new ArrayList<>();
    for (Person person : people.values()) {
      long covered = person.snapshots.isEmpty() ? 0 : person.snapshots.lastKey();
      long seen = Math.max(person.deletedTo, covered);
      for (Row row : person.rows) {
        if (row.before > seen) {
          holes.add(
              hole(
                  layout.segment(row.place.segment()).toString(),
                  row.place.position(),
                  person,
                  seen + 1,
                  row.before));
          seen = Long.MAX_VALUE;
        }
        seen = Math.max(seen, row.last);
      }
      if (person.highest > seen) {
        holes.add(
            hole(layout.journal().toString(), Damage.WHOLE, person, seen + 1, person.highest));
      }
    }
    return holes;
  }

  private static Damage hole(String file, long position, Person person, long from, long to) {
    return new Damage(
        file,
        position,
        from == to
            ? "event %d of '%s' is missing".formatted(from, person.name)
            : "event %d and up to %d after it of '%s' are missing"
                .formatted(from, to - from, person.name));
  }
}
