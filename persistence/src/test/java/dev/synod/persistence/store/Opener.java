package dev.synod.persistence.store;

import java.nio.file.Path;

/** Looks through a store, opens it and adds an event; says how far it came. */
final class Opener {
  private Opener() {}

  /** Where the store lies, and the engine of its index. */
  public static void main(String[] arguments) {
    StoreOptions options =
        Shelf.options(Path.of(arguments[0])).with(IndexEngine.valueOf(arguments[1]));
    try {
      Report report = Inspection.report(options.directory());
      System.out.println("seen " + report.ids().size() + " " + report.damages());
      try (Shelf shelf = Shelf.open(Disk.real(), options)) {
        shelf.append("a", shelf.highest("a") + 1, "one more");
        System.out.println("stored " + shelf.read("a").size());
      }
    } catch (StoreException refused) {
      System.out.println(refused.kind() + " " + refused.getMessage());
    }
  }
}
