package dev.synod.demo.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.GroupSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node's options as Pekko's configuration. */
public final class NodeConfig {
  /** The name of the actor system, the same on all nodes: a Pekko cluster has one. */
  public static final String SYSTEM = "synod";

  private NodeConfig() {}

  /** JVM properties first, then what was typed as a setting, then the options, then the files. */
  static Config of(NodeOptions options, GroupSettings place, Path directory, Config typed) {
    List<String> seeds =
        place.members().stream().map(peer -> "pekko://" + SYSTEM + "@" + peer.address()).toList();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("pekko.remote.artery.canonical.hostname", options.advertised());
    values.put("pekko.remote.artery.canonical.port", options.port());
    values.put("pekko.remote.artery.bind.hostname", options.host());
    values.put("pekko.remote.artery.bind.port", options.port());
    values.put("pekko.cluster.seed-nodes", seeds);
    values.put("synod.persistence.leveldb.dir", directory.toString());
    return ConfigFactory.load(
        typed
            .withFallback(ConfigFactory.parseMap(values, "options of the node"))
            .withFallback(ConfigFactory.defaultApplication()));
  }
}
