package dev.synod.persistence.plugin;

import dev.synod.persistence.DataDirectory;
import dev.synod.persistence.store.Figures;
import dev.synod.persistence.store.Store;
import dev.synod.persistence.store.StoreException;
import java.util.Optional;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one store that an actor system's journal and snapshot store share. It is opened by the first
 * of them and closed when the actor system has ended.
 */
public final class OpenStore implements Extension {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);
  private static final int HALTED = 74;
  private static final Id ID = new Id();

  private final ActorSystem system;
  private volatile @Nullable Store store;
  private @Nullable RuntimeException refusal;

  private OpenStore(ActorSystem system) {
    this.system = system;
    system.registerOnTermination(this::close);
  }

  /** The actor system's. */
  public static OpenStore get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /**
   * The store; waits until it is open. If it can't be opened, each call says why.
   *
   * @throws StoreException if the directory is refused
   * @throws IllegalArgumentException if a setting is wrong
   */
  public synchronized Store store() {
    RuntimeException refused = refusal;
    if (refused != null) {
      throw refused;
    }
    Store open = store;
    if (open == null) {
      try {
        open = open();
        store = open;
      } catch (RuntimeException e) {
        LOG.error("{}", e.getMessage());
        refusal = e;
        throw e;
      }
    }
    return open;
  }

  /** Why nothing is stored any more; empty while all is well, and before the first use. */
  public synchronized Optional<RuntimeException> failure() {
    Store open = store;
    return refusal != null || open == null
        ? Optional.ofNullable(refusal)
        : open.failure().map(RuntimeException.class::cast);
  }

  /**
   * What the store has done since it was opened, and what waits now, with units in {@link Figures};
   * empty before the first use, and where it could not be opened. May be asked often, by any
   * thread: neither waits for the store nor holds up what is written.
   */
  public Optional<Figures> figures() {
    return Optional.ofNullable(store).map(Store::figures);
  }

  private Store open() {
    StoreSettings settings = StoreSettings.of(system.settings().config());
    DataDirectory.prepare(settings.directory());
    return Store.open(settings.options(failure -> failed(settings, failure)));
  }

  private static void failed(StoreSettings settings, StoreException failure) {
    LOG.error("{}", failure.getMessage(), failure);
    if (settings.halt()) {
      LOG.error("{}.on-failure = halt: this JVM ends now", StoreSettings.SECTION);
      Runtime.getRuntime().halt(HALTED);
    }
  }

  private synchronized void close() {
    if (refusal == null) { // Nobody would close what is opened after this.
      refusal = new IllegalStateException("the actor system has ended");
    }
    Store open = store;
    if (open != null) {
      open.close();
    }
  }

  /** How Pekko finds it. */
  private static final class Id extends AbstractExtensionId<OpenStore> {
    @Override
    public OpenStore createExtension(ExtendedActorSystem system) {
      return new OpenStore(system);
    }
  }
}
