package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.TransactionId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A resource manager with a disk of its own, which minds what it is told. */
final class WorldPurse {
  private final Set<TransactionId> prepared = new TreeSet<>();
  private final Map<TransactionId, Choice> outcomes = new TreeMap<>();

  Choice prepare(TransactionId transaction, Choice wish) {
    require(!prepared.contains(transaction), transaction, "is prepared twice");
    require(!outcomes.containsKey(transaction), transaction, "is prepared after its end");
    if (wish == Choice.COMMIT) {
      prepared.add(transaction);
    }
    return wish;
  }

  void end(TransactionId transaction, Choice outcome) {
    Choice before = outcomes.putIfAbsent(transaction, outcome);
    require(before == null || before == outcome, transaction, "has two outcomes");
    require(
        before != null || outcome == Choice.ABORT || prepared.contains(transaction),
        transaction,
        "is committed without a vote");
    prepared.remove(transaction);
  }

  Set<TransactionId> prepared() {
    return new TreeSet<>(prepared);
  }

  Map<TransactionId, Choice> outcomes() {
    return outcomes;
  }

  private static void require(boolean condition, TransactionId transaction, String wrong) {
    if (!condition) {
      throw new AssertionError(transaction + " " + wrong);
    }
  }
}
