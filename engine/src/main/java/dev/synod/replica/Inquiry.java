package dev.synod.replica;

import java.util.ArrayList;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * One question at a time for all reads that had arrived when it was first sent; a read that arrives
 * later waits for the next, so that it is never answered by what was found out before it came (rule
 * R1c).
 *
 * @param number of the latest question; starts at random, so that no answer to an earlier run of
 *     this node fits
 * @param asked the reads that the question is about; empty if none is out
 * @param gathering the reads for the next question
 * @param askedAt when the question that is out left first
 * @param resendAt when it is overdue
 */
record Inquiry(
    long number, PVector<Waiting> asked, PVector<Waiting> gathering, long askedAt, long resendAt) {

  static Inquiry none(long number) {
    return new Inquiry(number, TreePVector.empty(), TreePVector.empty(), 0, 0);
  }

  boolean out() {
    return !asked.isEmpty();
  }

  boolean only(Waiting.Ground ground) {
    return asked.stream().allMatch(read -> read.ground() == ground);
  }

  boolean due() {
    return asked.isEmpty() && !gathering.isEmpty();
  }

  boolean overdue(long now) {
    return out() && resendAt <= now;
  }

  int size() {
    return asked.size() + gathering.size();
  }

  Inquiry with(Waiting read) {
    return new Inquiry(number, asked, gathering.plus(read), askedAt, resendAt);
  }

  /** A new question, about all that gathered. */
  Inquiry begin(long now) {
    return new Inquiry(number + 1, gathering, TreePVector.empty(), now, now);
  }

  /** The same reads need another question: what is said to this one does not count. */
  Inquiry anew() {
    return new Inquiry(number, TreePVector.empty(), asked.plusAll(gathering), askedAt, resendAt);
  }

  Inquiry sent(long overdueAt) {
    return new Inquiry(number, asked, gathering, askedAt, overdueAt);
  }

  Inquiry answered() {
    return new Inquiry(number, TreePVector.empty(), gathering, askedAt, resendAt);
  }

  /** Without those whose deadline has passed, which are added to {@code expired}. */
  Inquiry patient(long now, List<Waiting> expired) {
    return new Inquiry(
        number, patient(asked, now, expired), patient(gathering, now, expired), askedAt, resendAt);
  }

  static PVector<Waiting> patient(PVector<Waiting> reads, long now, List<Waiting> expired) {
    List<Waiting> late = reads.stream().filter(read -> read.deadline() <= now).toList();
    expired.addAll(late);
    return late.isEmpty()
        ? reads
        : TreePVector.from(reads.stream().filter(read -> read.deadline() > now).toList());
  }

  List<Waiting> all() {
    List<Waiting> all = new ArrayList<>(asked);
    all.addAll(gathering);
    return all;
  }
}
