package dev.synod.replica;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.Step;
import java.util.List;
import java.util.Optional;

/**
 * How a snapshot comes over from another member, part after part, each asked for when the one
 * before has arrived (rule G5). Silence asks the next member, which goes on if it has the very
 * snapshot; if it has another one, that is begun with.
 *
 * <p>Who has been silent may only be slow: to read a large snapshot from a disk can take longer
 * than the borrower is patient. So before the first part a member is asked several times until it
 * is the next one's turn: else all of them would read theirs, and have it whole in memory. And from
 * the first silence until something comes, whoever answers first is the source.
 *
 * @param others whom to ask, in turn
 * @param above one of this slot, or of an earlier one, is of no use: the log does not lead on there
 * @param source who is asked now
 * @param lender who has lent what is here
 * @param begun the first part that came of the snapshot; empty before
 * @param bytes what has come of it
 * @param asked when the last question left, in milliseconds
 * @param silences how many questions before that one had no answer in time, one after the other
 */
record Borrowing(
    List<MemberId> others,
    long above,
    MemberId source,
    MemberId lender,
    Optional<SnapshotPart> begun,
    ByteString bytes,
    long asked,
    int silences) {
  /** After this long without an answer another question is asked, in milliseconds. */
  static final long PATIENCE = 1000;

  /** So often a member is asked for a first part, which it may have to read, before the next is. */
  static final int READING = 5;

  /** What is here is given up for another snapshot after so many rounds without its lender. */
  static final int LOYALTY = 2;

  /** A snapshot may take long to be read; after so many questions to each nobody has one. */
  static final int QUESTIONS = 60;

  static Step<Borrowing> begin(List<MemberId> others, long above, MemberId source, long now) {
    return new Borrowing(others, above, source, source, Optional.empty(), ByteString.EMPTY, now, 0)
        .ask();
  }

  /** With one part more; one that is doubled or late changes nothing. */
  Step<Borrowing> with(MemberId from, SnapshotPart part, long now) {
    boolean asked = from.equals(source) || silences > 0;
    if (!asked || part.slot() <= above) {
      return Step.stay(this);
    }
    boolean next = part.offset() == bytes.size();
    if (begun.isPresent() && same(part, begun.get())) {
      return next ? grown(from, begun, bytes.concat(part.part().bytes()), now) : Step.stay(this);
    }
    boolean lost = from.equals(lender) || silences > LOYALTY * others.size();
    if (part.offset() == 0 && (begun.isEmpty() || lost)) {
      return grown(from, Optional.of(part), part.part().bytes(), now);
    }
    // It has written the same state in other bytes, so none that it has fit to those that are here.
    boolean unlike = next && begun.map(SnapshotPart::slot).equals(Optional.of(part.slot()));
    return unlike ? begin(others, above, from, now) : Step.stay(this);
  }

  private static boolean same(SnapshotPart one, SnapshotPart other) {
    return one.slot() == other.slot()
        && one.size() == other.size()
        && one.digest().equals(other.digest());
  }

  /** The same, of which nothing is of use that is not newer than this slot. */
  Borrowing above(long slot) {
    boolean useless = begun.filter(part -> part.slot() <= slot).isPresent();
    return new Borrowing(
        others,
        slot,
        source,
        lender,
        useless ? Optional.empty() : begun,
        useless ? ByteString.EMPTY : bytes,
        asked,
        silences);
  }

  /** Whether all of it is here. */
  boolean complete() {
    return begun.filter(part -> part.size() == bytes.size()).isPresent();
  }

  /** The whole in the bytes of which it was cut, once it is here. */
  Optional<Payload> whole() {
    return begun
        .filter(part -> complete())
        .map(part -> new Payload(part.part().serializerId(), part.part().manifest(), bytes));
  }

  Step<Borrowing> onTick(long now) {
    if (now - asked < PATIENCE) {
      return Step.stay(this);
    }
    int silent = silences + 1;
    boolean reads = begun.isEmpty() && silent % READING != 0;
    MemberId next = reads ? source : others.get((others.indexOf(source) + 1) % others.size());
    return new Borrowing(others, above, next, lender, begun, bytes, now, silent).ask();
  }

  /** Nobody has lent anything that is of use, though all were asked again and again. */
  boolean hopeless() {
    return silences >= QUESTIONS * others.size();
  }

  private Step<Borrowing> grown(
      MemberId from, Optional<SnapshotPart> first, ByteString more, long now) {
    Borrowing grown = new Borrowing(others, above, from, from, first, more, now, 0);
    return grown.complete() ? Step.stay(grown) : grown.ask();
  }

  private Step<Borrowing> ask() {
    FetchSnapshot question =
        new FetchSnapshot(begun.map(SnapshotPart::slot).orElse(0L), bytes.size(), above);
    return new Step<>(this, List.of(new Effect.Send(source, question)));
  }
}
