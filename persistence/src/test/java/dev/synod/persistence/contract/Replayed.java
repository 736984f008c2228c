package dev.synod.persistence.contract;

import java.util.List;
import org.apache.pekko.persistence.PersistentRepr;

/**
 * What a journal answered to one request for a replay.
 *
 * @param events in the order in which they came
 * @param highest the highest sequence number that the journal names
 */
record Replayed(List<PersistentRepr> events, long highest) {
  List<Object> payloads() {
    return events.stream().map(PersistentRepr::payload).toList();
  }

  List<Long> sequenceNrs() {
    return events.stream().map(PersistentRepr::sequenceNr).toList();
  }
}
