package dev.synod.persistence.plugin;

import java.util.UUID;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;

/**
 * Tells the incarnation of an actor system's store: what the marker, each segment and each checksum
 * name. Whoever must know a disk again, as an acceptor must, finds this by the journal's key {@code
 * incarnation}.
 */
public final class StoreIncarnation implements Supplier<UUID> {
  private final OpenStore store;

  /** For the store of this actor system. */
  public StoreIncarnation(ActorSystem system) {
    this.store = OpenStore.get(system);
  }

  /**
   * The same for as long as the directory lives; waits until the store is open.
   *
   * @throws dev.synod.persistence.store.StoreException if the directory is refused
   */
  @Override
  public UUID get() {
    return store.store().incarnation();
  }
}
