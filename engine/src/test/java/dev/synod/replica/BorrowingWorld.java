package dev.synod.replica;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One borrower among lenders of one seed. While it is rough the network loses, doubles and delays,
 * lenders take new snapshots, and one of them dies; some need longer to read theirs from the disk
 * than the borrower is patient.
 */
final class BorrowingWorld {
  private static final long TICK = 250;
  private static final MemberId BORROWER = new MemberId("n1");

  /** All that any member has ever had, by slot; members may write the same state differently. */
  final List<Lending> all = new ArrayList<>();

  private final Random chance;
  private final List<MemberId> others;
  private final Map<MemberId, Other> lenders = new TreeMap<>();
  private final PriorityQueue<Event> agenda = new PriorityQueue<>();
  private final MemberId mortal;
  private Borrowing borrowing;
  private boolean rough = true;
  private long now;
  private long events;

  /** What happens at a time; of two at the same time the one that was entered first. */
  private record Event(long at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  /** Another member, with what its disk holds. */
  private static final class Other {
    private final long reading;
    private Lending newest;
    private Lender lender = Lender.begin(Allowance.begin(OptionalLong.empty(), 0));

    Other(long reading, Lending newest) {
      this.reading = reading;
      this.newest = newest;
    }
  }

  BorrowingWorld(long seed) {
    chance = new Random(seed);
    others =
        IntStream.rangeClosed(2, 2 + chance.nextInt(4))
            .mapToObj(number -> new MemberId("n" + number))
            .toList();
    others.forEach(
        id -> lenders.put(id, new Other(chance.nextInt(3_000), snapshot(1 + chance.nextInt(2)))));
    mortal = others.get(chance.nextInt(others.size()));
    borrowing = take(Borrowing.begin(others, 0, others.get(chance.nextInt(others.size())), 0));
    at(TICK, this::tick);
  }

  /** What has come over, once it is whole. */
  Optional<Payload> whole() {
    return borrowing.whole();
  }

  /** Goes on until it is whole, or until this time. */
  void runUntil(long end) {
    while (whole().isEmpty() && now < end) {
      Event next = agenda.remove();
      now = next.at();
      next.action().run();
    }
  }

  /** Nothing is lost from now on, and nobody takes a new snapshot; who is dead stays dead. */
  void calm() {
    rough = false;
  }

  private void tick() {
    borrowing = take(borrowing.onTick(now));
    at(now + TICK, this::tick);
    if (rough && chance.nextInt(8) == 0) {
      lenders.computeIfPresent(
          others.get(chance.nextInt(others.size())), (id, other) -> newer(other));
    }
    if (rough && others.size() > 1 && chance.nextInt(10) == 0) {
      lenders.remove(mortal);
    }
  }

  private Other newer(Other other) {
    other.newest = snapshot(other.newest.slot() + 1);
    other.lender = other.lender.kept(other.newest.slot());
    return other;
  }

  private Borrowing take(Step<Borrowing> step) {
    step.effects()
        .forEach(
            effect -> {
              Effect.Send send = (Effect.Send) effect;
              carry(() -> ask(send.to(), (FetchSnapshot) send.message()));
            });
    return step.state();
  }

  private void ask(MemberId id, FetchSnapshot fetch) {
    Other other = lenders.get(id);
    if (other != null) {
      lend(id, other, other.lender.asked(BORROWER, fetch, now));
    }
  }

  private void lend(MemberId id, Other other, Step<Lender> step) {
    other.lender = step.state();
    step.effects()
        .forEach(
            effect -> {
              SnapshotPart part = (SnapshotPart) ((Effect.Send) effect).message();
              carry(() -> hear(id, part));
            });
    if (other.lender.wantsDisk()) {
      other.lender = other.lender.reads();
      Lending found = other.newest;
      at(now + other.reading, () -> read(id, other, found));
    }
  }

  private void read(MemberId id, Other other, Lending found) {
    if (lenders.containsKey(id)) {
      lend(id, other, other.lender.found(Optional.of(found), now));
    }
  }

  private void hear(MemberId from, SnapshotPart part) {
    if (whole().isEmpty()) {
      borrowing = take(borrowing.with(from, part, now));
    }
  }

  private void carry(Runnable arrival) {
    int copies = !rough ? 1 : chance.nextInt(5) == 0 ? 0 : chance.nextInt(4) == 0 ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      at(now + 1 + chance.nextInt(rough && chance.nextInt(4) == 0 ? 4_000 : 50), arrival);
    }
  }

  private void at(long time, Runnable action) {
    agenda.add(new Event(time, events++, action));
  }

  /** Of the same length more often than not, so that parts of two would fit together. */
  private Lending snapshot(long slot) {
    byte[] bytes = new byte[chance.nextBoolean() ? 96 : 1 + chance.nextInt(96)];
    chance.nextBytes(bytes);
    Lending fresh = Lending.of(slot, new Payload(42, "m", ByteString.copyFrom(bytes)), 8);
    Lending same =
        all.stream()
            .filter(earlier -> earlier.slot() == slot && chance.nextInt(4) != 0)
            .findFirst()
            .orElse(fresh);
    all.add(same);
    return same;
  }
}
