package dev.synod.testkit.sim;

import dev.synod.protocol.Envelope;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Mail of one kind from one member to others that waits on its way, from the moment that it was
 * asked for until it is released or dropped. It outlives cuts: what was held before a partition may
 * arrive within it, as mail that went by a longer way.
 */
public final class Hold {
  private record Parcel(MemberId to, Envelope envelope) {}

  private final MemberId from;
  private final List<MemberId> to;
  private final Predicate<PaxosMessage> kind;
  private final BiConsumer<MemberId, Envelope> delivery;
  private final List<Parcel> waiting = new ArrayList<>();
  private boolean over;

  Hold(
      MemberId from,
      List<MemberId> to,
      Predicate<PaxosMessage> kind,
      BiConsumer<MemberId, Envelope> delivery) {
    this.from = from;
    this.to = List.copyOf(to);
    this.kind = kind;
    this.delivery = delivery;
  }

  /** Keeps this envelope if it is one of those; false if it may pass. */
  boolean keeps(MemberId sender, MemberId receiver, Envelope envelope) {
    boolean kept =
        !over && sender.equals(from) && to.contains(receiver) && kind.test(envelope.message());
    if (kept) {
      waiting.add(new Parcel(receiver, envelope));
    }
    return kept;
  }

  /** What waits goes on waiting, but nothing more is held. */
  public Hold sealed() {
    over = true;
    return this;
  }

  /** Envelopes that wait. */
  public int size() {
    return waiting.size();
  }

  /** All that waits arrives now, in the order in which it was sent, and nothing more is held. */
  public void release() {
    over = true;
    waiting.forEach(parcel -> delivery.accept(parcel.to(), parcel.envelope()));
    waiting.clear();
  }

  /** The same, as if it came from the members of another cluster with these names. */
  public void releaseAs(String cluster) {
    waiting.replaceAll(parcel -> new Parcel(parcel.to(), of(cluster, parcel.envelope())));
    release();
  }

  private static Envelope of(String cluster, Envelope sent) {
    return new Envelope(
        sent.group(), cluster, sent.epoch(), sent.from(), sent.incarnation(), sent.message());
  }

  /** All that waits is lost, and nothing more is held. */
  public void drop() {
    over = true;
    waiting.clear();
  }
}
