package dev.synod.replica;

import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Which snapshots a member lends, and to whom (rule G5). One that is asked for stays in memory, and
 * goes to everybody whom it leads on, whatever newer ones are saved meanwhile: else several
 * borrowers would make each other begin anew. Whom it does not lead on gets the newest of the disk,
 * which is held beside it.
 *
 * <p>Each has its size in memory, so there are never more than {@value #ROOM}. Who needs another
 * one waits until one of them has not been asked for a while; every transfer ends.
 *
 * @param allowance what all borrowers together get in a second
 * @param loans what is in memory, by slots
 * @param askers who waits for an answer, in the order of their first questions
 * @param newest slot of the newest one on the own disk, 0 if there is none; empty if that is not
 *     known
 * @param reading the newest one is on its way into memory
 */
record Lender(
    Allowance allowance,
    List<Loan> loans,
    List<Asker> askers,
    OptionalLong newest,
    boolean reading) {
  /** So many are in memory at most. */
  static final int ROOM = 2;

  /** What nobody has asked for since is not kept, nor a question repeated; in milliseconds. */
  static final long KEEP = 30_000;

  /**
   * One of which no part has left for so long, in milliseconds, gives way to one that somebody
   * waits for: a borrower asks again sooner.
   */
  static final long IDLE = 2 * Borrowing.PATIENCE;

  /**
   * One in memory.
   *
   * @param lent when a part of it left last, in milliseconds
   */
  record Loan(Lending lending, long lent) {}

  /**
   * A member that waits.
   *
   * @param fetch its last question: to an earlier one it expects no answer any more
   * @param asked when that came, in milliseconds
   */
  record Asker(MemberId id, FetchSnapshot fetch, long asked) {}

  Lender {
    loans = List.copyOf(loans);
    askers = List.copyOf(askers);
  }

  static Lender begin(Allowance allowance) {
    return new Lender(allowance, List.of(), List.of(), OptionalLong.empty(), false);
  }

  /** A member has asked. */
  Step<Lender> asked(MemberId who, FetchSnapshot fetch, long now) {
    Asker asker = new Asker(who, fetch, now);
    boolean waits = askers.stream().anyMatch(other -> other.id().equals(who));
    List<Asker> all =
        waits
            ? askers.stream().map(other -> other.id().equals(who) ? asker : other).toList()
            : Stream.concat(askers.stream(), Stream.of(asker)).toList();
    return new Lender(allowance, loans, all, newest, reading).onTime(now);
  }

  /** The own disk has a snapshot of this slot by now. */
  Lender kept(long slot) {
    return new Lender(allowance, loans, askers, atLeast(slot), reading);
  }

  private OptionalLong atLeast(long slot) {
    return OptionalLong.of(Math.max(newest.orElse(0), slot));
  }

  /** Whether somebody waits for what may be on the disk. */
  boolean wantsDisk() {
    return !reading && loans.size() < ROOM && unserved().anyMatch(this::diskMayHelp);
  }

  /** Whether somebody waits for a newer one than there is. */
  boolean wantsNewer() {
    return !reading && unserved().anyMatch(asker -> !diskMayHelp(asker));
  }

  private boolean diskMayHelp(Asker asker) {
    return newest.isEmpty() || newest.getAsLong() > asker.fetch().above();
  }

  private Stream<Asker> unserved() {
    return askers.stream().filter(asker -> serving(asker.fetch()).isEmpty());
  }

  /** The same while the newest one is read. */
  Lender reads() {
    return new Lender(allowance, loans, askers, newest, true);
  }

  /** Whether it holds nothing and nobody waits. */
  boolean idle() {
    return loans.isEmpty() && askers.isEmpty();
  }

  /** What the disk had; of no use if it leads on nobody who waits. */
  Step<Lender> found(Optional<Lending> there, long now) {
    List<Loan> more = new ArrayList<>(loans);
    there
        .filter(one -> askers.stream().anyMatch(asker -> one.helps(asker.fetch())))
        .ifPresent(one -> more.add(new Loan(one, now)));
    more.sort(Comparator.comparingLong(loan -> loan.lending().slot()));
    return new Lender(allowance, more, askers, atLeast(there.map(Lending::slot).orElse(0L)), false)
        .onTime(now);
  }

  /** The disk could not be read: whom nothing in memory leads on may ask again. */
  Lender unread() {
    Lender next = new Lender(allowance, loans, askers, OptionalLong.empty(), false);
    List<Asker> served =
        askers.stream().filter(asker -> next.serving(asker.fetch()).isPresent()).toList();
    return new Lender(allowance, loans, served, OptionalLong.empty(), false);
  }

  /** Answers whom it can, and forgets what nobody wants any more. */
  Step<Lender> onTime(long now) {
    Lender next =
        new Lender(
                allowance,
                loans.stream().filter(loan -> now - loan.lent() < KEEP).toList(),
                askers.stream().filter(asker -> now - asker.asked() < KEEP).toList(),
                newest,
                reading)
            .makingRoom(now);
    List<Effect> said = new ArrayList<>();
    for (Asker asker : next.askers) {
      Optional<Loan> loan = next.serving(asker.fetch());
      if (loan.isPresent()) {
        SnapshotPart part = loan.get().lending().part(asker.fetch());
        if (next.allowance.pause(bytes(part), now) > 0) {
          break;
        }
        said.add(new Effect.Send(asker.id(), part));
        next = next.answered(asker, loan.get(), bytes(part), now);
      }
    }
    return new Step<>(next, said);
  }

  private Lender makingRoom(long now) {
    Optional<Loan> idlest =
        loans.stream()
            .filter(loan -> now - loan.lent() >= IDLE)
            .min(Comparator.comparingLong(Loan::lent));
    boolean needed = loans.size() == ROOM && unserved().findAny().isPresent();
    return needed && idlest.isPresent()
        ? new Lender(
            allowance,
            loans.stream().filter(loan -> !loan.equals(idlest.get())).toList(),
            askers,
            newest,
            reading)
        : this;
  }

  private static int bytes(SnapshotPart part) {
    return part.part().bytes().size();
  }

  private Lender answered(Asker asker, Loan loan, int bytes, long now) {
    return new Lender(
        allowance.without(bytes, now),
        loans.stream()
            .map(other -> other.equals(loan) ? new Loan(loan.lending(), now) : other)
            .toList(),
        askers.stream().filter(other -> !other.equals(asker)).toList(),
        newest,
        reading);
  }

  /** Milliseconds after which there is something to do, whoever asks meanwhile. */
  long pause(long now) {
    return askers.stream()
        .flatMap(
            asker ->
                serving(asker.fetch()).map(loan -> loan.lending().part(asker.fetch())).stream())
        .findFirst()
        .map(part -> allowance.pause(bytes(part), now))
        .orElse(KEEP);
  }

  /** What goes to who asks so; nothing while it should come from the disk. */
  private Optional<Loan> serving(FetchSnapshot fetch) {
    List<Loan> helping = loans.stream().filter(loan -> loan.lending().helps(fetch)).toList();
    Optional<Loan> very =
        helping.stream().filter(loan -> loan.lending().answers(fetch)).findFirst();
    if (very.isPresent()) {
      return very;
    }
    // Begun with at another member, and can be ended with here.
    boolean onDisk = newest.equals(OptionalLong.of(fetch.slot())) && loans.size() < ROOM;
    return onDisk ? Optional.empty() : helping.stream().reduce((older, newer) -> newer);
  }
}
