package dev.synod.testkit.process;

/** A process that ends at once. */
public final class Broken {
  private Broken() {}

  /** Says why on stderr. */
  public static void main(String[] args) {
    System.out.println(Integer.parseInt(args[0]));
  }
}
