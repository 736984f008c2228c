package dev.synod.node;

import com.typesafe.config.Config;
import dev.synod.membership.DiskName;
import dev.synod.protocol.Incarnation;
import java.lang.reflect.InvocationTargetException;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;

/**
 * Finds out how a journal plugin calls its disk. A plugin that knows has the key {@code
 * incarnation} in its section: a class, made with the actor system, that is a supplier of a UUID.
 * With any other plugin a member draws the name, and only the member's own events keep it.
 */
public final class JournalDisk {
  private JournalDisk() {}

  /**
   * The name of the disk that this journal writes to.
   *
   * @throws IllegalArgumentException naming key and class, if there is no such class
   */
  public static DiskName of(ActorSystem system, String journal) {
    Config config = system.settings().config();
    String key = journal + ".incarnation";
    if (!config.hasPath(key)) {
      return DiskName.drawn(() -> new Incarnation(UUID.randomUUID()));
    }
    Supplier<?> teller = teller(system, key, config.getString(key));
    return DiskName.kept(() -> new Incarnation((UUID) teller.get()));
  }

  private static Supplier<?> teller(ActorSystem system, String key, String name) {
    try {
      ClassLoader loader = ((ExtendedActorSystem) system).dynamicAccess().classLoader();
      return Class.forName(name, true, loader)
          .asSubclass(Supplier.class)
          .getConstructor(ActorSystem.class)
          .newInstance(system);
    } catch (ReflectiveOperationException | ClassCastException e) {
      Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
      throw new IllegalArgumentException(
          "%s = %s must name a Supplier of a UUID with a constructor that takes the ActorSystem (%s)"
              .formatted(key, name, cause),
          e);
    }
  }
}
