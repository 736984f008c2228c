package dev.synod.demo.workload;

/** One line of the workload. Amounts are cents. */
public sealed interface Errand {

  /** Opens an account; done before all other errands. */
  record Open(String account, long cents) implements Errand {}

  /** Moves money from one account to another. */
  record Transfer(String id, String from, String to, long cents) implements Errand {}

  /** Takes items in or gives some out. */
  record Adjust(String item, long delta) implements Errand {}
}
