package dev.synod.persistence.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A persistent actor as a journal knows it.
 *
 * @param id its persistence id
 * @param writer what one incarnation of it signs its events with
 */
record Author(String id, String writer) {
  private static final AtomicLong AUTHORS = new AtomicLong();

  /** One whose id no case has used. */
  static Author fresh() {
    return named("author-" + AUTHORS.incrementAndGet());
  }

  static Author named(String id) {
    return new Author(id, UUID.randomUUID().toString());
  }

  /** The same actor after a restart. */
  Author restarted() {
    return named(id);
  }

  PersistentRepr event(long sequenceNr, Object payload) {
    return PersistentRepr.apply(
        payload, sequenceNr, id, PersistentRepr.Undefined(), false, ActorRef.noSender(), writer);
  }

  /** What {@code persist} sends. */
  AtomicWrite one(long sequenceNr, Object payload) {
    return atomic(List.of(event(sequenceNr, payload)));
  }

  /** What {@code persistAll} sends. */
  AtomicWrite all(long firstSequenceNr, Object... payloads) {
    List<PersistentRepr> events = new ArrayList<>();
    for (Object payload : payloads) {
      events.add(event(firstSequenceNr + events.size(), payload));
    }
    return atomic(events);
  }

  static AtomicWrite atomic(List<PersistentRepr> events) {
    return AtomicWrite.apply(CollectionConverters.asScala(events).toList());
  }
}
