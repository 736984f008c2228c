package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.Persistence;

/** An actor system with the plugins under test; it may end and begin anew over the same data. */
final class PluginSystem implements AutoCloseable {
  private final Config config;
  private ActorTestKit kit;

  /**
   * @param settings what binds the contract: the plugins' own settings
   * @param dir where the snapshots of Pekko's local store lie, for plugins that are only a journal
   */
  PluginSystem(Config settings, Path dir) {
    this.config =
        settings
            .withFallback(
                ConfigFactory.parseString(
                    """
                    pekko.log-dead-letters = off
                    pekko.persistence.snapshot-store.local.dir = %s
                    pekko.actor.serializers.contract-note = "%s"
                    pekko.actor.serialization-bindings."%s" = contract-note
                    pekko.actor.serializers.contract-stuck = "%s"
                    pekko.actor.serialization-bindings."%s" = contract-stuck
                    """
                        .formatted(
                            ConfigUtil.quoteString(dir.resolve("local-snapshots").toString()),
                            NoteSerializer.class.getName(),
                            Note.class.getName(),
                            Stuck.Serializer.class.getName(),
                            Stuck.class.getName())))
            .withFallback(ConfigFactory.load());
    this.kit = ActorTestKit.create("contract", config);
  }

  ActorTestKit kit() {
    return kit;
  }

  /** Ends the actor system and all that its plugins hold, then starts the next one. */
  void restart() {
    kit.shutdownTestKit();
    kit = ActorTestKit.create("contract", config);
  }

  ActorRef journal(String plugin) {
    return persistence().journalFor(plugin, ConfigFactory.empty());
  }

  ActorRef snapshotStore(String plugin) {
    return persistence().snapshotStoreFor(plugin, ConfigFactory.empty());
  }

  private Persistence persistence() {
    return Persistence.get(kit.system().classicSystem());
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
