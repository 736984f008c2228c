package dev.synod.persistence.store;

import java.nio.file.Path;

/** Walks through a store, opens it and adds an event; says how far it came. */
final class Opener {
  private Opener() {}

  /** Where the store lies, and the engine of its index. */
  public static void main(String[] arguments) {
    StoreOptions options =
        Shelf.options(Path.of(arguments[0])).with(IndexEngine.valueOf(arguments[1]));
    try {
      Walk.Summary walked = Walk.through(options, (place, counter, id, entry) -> {});
      System.out.println("walked " + walked.ids().size());
      try (Shelf shelf = Shelf.open(Disk.real(), options)) {
        shelf.append("a", shelf.highest("a") + 1, "one more");
        System.out.println("stored " + shelf.read("a").size());
      }
    } catch (StoreException refused) {
      System.out.println(refused.kind() + " " + refused.getMessage());
    }
  }
}
