package dev.synod.testkit.real;

import dev.synod.api.Choice;
import dev.synod.api.Participant;
import dev.synod.api.TransactionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A resource manager with some money, of which none may be given twice. It outlives the actor
 * systems of its node, as a database does.
 */
class Purse implements Participant<Long> {
  private final Map<TransactionId, Long> prepared = new TreeMap<>();
  private final Map<TransactionId, Choice> outcomes = new TreeMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private long money;

  Purse(long money) {
    this.money = money;
  }

  @Override
  public synchronized CompletionStage<Choice> prepare(TransactionId transaction, Long change) {
    if (prepared.containsKey(transaction) || outcomes.containsKey(transaction)) {
      wrongs.add(transaction + " is prepared twice");
    }
    long promised = prepared.values().stream().filter(part -> part < 0).mapToLong(p -> p).sum();
    if (money + promised + Math.min(0, change) < 0) {
      return CompletableFuture.completedStage(Choice.ABORT);
    }
    prepared.put(transaction, change);
    return CompletableFuture.completedStage(Choice.COMMIT);
  }

  @Override
  public synchronized CompletionStage<Void> commit(TransactionId transaction) {
    ended(transaction, Choice.COMMIT);
    Long change = prepared.remove(transaction);
    if (change != null) {
      money += change;
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<Void> abort(TransactionId transaction) {
    ended(transaction, Choice.ABORT);
    prepared.remove(transaction);
    return CompletableFuture.completedStage(null);
  }

  private void ended(TransactionId transaction, Choice outcome) {
    Choice before = outcomes.putIfAbsent(transaction, outcome);
    if (before != null && before != outcome) {
      wrongs.add(transaction + " was " + before + " and is " + outcome);
    }
    if (before == null && outcome == Choice.COMMIT && !prepared.containsKey(transaction)) {
      wrongs.add(transaction + " is committed and was not prepared");
    }
  }

  @Override
  public synchronized CompletionStage<Collection<TransactionId>> prepared() {
    return CompletableFuture.completedStage(List.copyOf(prepared.keySet()));
  }

  synchronized long money() {
    return money;
  }

  synchronized boolean free() {
    return prepared.isEmpty();
  }

  synchronized List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** What it was told of each. */
  synchronized Map<TransactionId, Choice> outcomes() {
    return new TreeMap<>(outcomes);
  }
}
