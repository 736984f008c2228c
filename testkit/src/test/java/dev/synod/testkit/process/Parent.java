package dev.synod.testkit.process;

import java.time.Duration;

/** A process that has one of its own. */
public final class Parent {
  private Parent() {}

  /** Says on stdout which one. */
  public static void main(String[] args) throws InterruptedException {
    try (JvmProcess child = JvmProcess.of(Echo.class).start()) {
      child.awaitLine("listens on ", Duration.ofSeconds(60));
      System.out.println("child " + child.pid());
      Thread.currentThread().join();
    }
  }
}
