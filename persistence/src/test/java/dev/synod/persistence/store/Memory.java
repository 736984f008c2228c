package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** What a writer asked a store to do for one persistence id, and what of it was confirmed. */
final class Memory {
  private final String id;
  private final Bounds events = new Bounds();
  private final Bounds deleted = new Bounds();
  private final Bounds snapshot = new Bounds();

  Memory(String id) {
    this.id = id;
  }

  /** The highest number that was confirmed, and the highest that was asked for. */
  private static final class Bounds {
    private long confirmed;
    private long asked;

    private void check(long found, String what) {
      assertThat(found).as(what).isBetween(confirmed, asked);
      confirmed = found;
      asked = found;
    }

    private Runnable ask(long number) {
      asked = Math.max(asked, number);
      return () -> confirmed = Math.max(confirmed, number);
    }
  }

  /** What was asked for, and what to do when it is confirmed. */
  record Promise(CompletableFuture<Void> done, Runnable then) {}

  /** After a restart, that all is there that was confirmed, and nothing that was not asked for. */
  void check(Shelf shelf) {
    events.check(shelf.highest(id), "highest of " + id);
    deleted.check(Shelf.answer(shelf.store().deletedTo(id)), "deleted of " + id);
    List<String> found = shelf.read(id);
    assertThat(found).hasSize((int) (events.confirmed - deleted.confirmed));
    for (int i = 0; i < found.size(); i++) {
      long sequence = deleted.confirmed + 1 + i;
      assertThat(found.get(i)).startsWith(sequence + " " + id + sequence + "/");
    }
    String newest = shelf.newest(id).orElse("0 ");
    snapshot.check(Long.parseLong(newest.substring(0, newest.indexOf(' '))), "snapshot of " + id);
    assertThat(shelf.snapshots(id)).allMatch(each -> each.matches("\\S+, \\S+ s*"));
  }

  /** Asks for some events more, and now and then for a snapshot and a deletion. */
  List<Promise> add(Store store, Random random) {
    List<Promise> promises = new ArrayList<>();
    long before = events.confirmed;
    List<ByteBuffer> more = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String filling = random.nextInt(4) == 0 ? "\0" : "x";
      long sequence = before + more.size() + 1;
      more.add(Shelf.bytes(id + sequence + "/" + filling.repeat(random.nextInt(1200))));
    }
    promises.add(new Promise(store.append(id, before + 1, more), events.ask(before + more.size())));
    if (random.nextInt(12) == 0 && before > 0) {
      SnapshotId which = new SnapshotId(before, 1);
      ByteBuffer state = Shelf.bytes("s".repeat(random.nextInt(5000)));
      promises.add(
          new Promise(store.saveSnapshot(id, which, List.of(state)), snapshot.ask(before)));
    }
    long through = before - random.nextInt(5);
    if (random.nextInt(3) == 0 && through > deleted.asked) {
      promises.add(new Promise(store.deleteEvents(id, through), deleted.ask(through)));
      long kept = snapshot.confirmed;
      promises.add(new Promise(store.deleteSnapshots(id, any -> any.sequence() < kept), () -> {}));
    }
    return promises;
  }
}
