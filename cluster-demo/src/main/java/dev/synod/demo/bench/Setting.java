package dev.synod.demo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * In what all cells of a run are alike.
 *
 * @param fileSystem on which nodes and baseline write
 * @param settings of Synod and Pekko that were typed
 */
record Setting(Plan plan, String fileSystem, List<String> settings) {

  ObjectNode addTo(ObjectNode line) {
    plan.connect().ifPresent(seeds -> line.put("connect", seeds));
    if (plan.nodes() > 0) {
      line.put("nodes", plan.nodes());
    }
    line.put("seconds", plan.seconds()).put("warmUpSeconds", plan.warmUpSeconds());
    line.put("keys", plan.keys()).put("repeats", plan.repeats());
    if (plan.cells().get(0).mode().reads()) {
      line.put("consistency", plan.consistency());
    }
    if (plan.leaseMillis() > 0) {
      line.put("leaseMillis", plan.leaseMillis());
    }
    if (plan.killLeader()) {
      line.put("killLeader", true);
    }
    if (!settings.isEmpty()) {
      line.put("settings", String.join(" ", settings));
    }
    return line.put("fileSystem", fileSystem)
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("java", Runtime.version().toString());
  }

  @Override
  public String toString() {
    return "%s; %d s a cell after %d s of warm-up; %d keys%s%s%s%s%s; disk %s, %d cores, Java %s"
        .formatted(
            plan.connect().map(seeds -> "nodes at " + seeds).orElse(plan.nodes() + " nodes"),
            plan.seconds(),
            plan.warmUpSeconds(),
            plan.keys(),
            plan.cells().get(0).mode().reads() ? "; reads " + plan.consistency() : "",
            plan.leaseMillis() > 0 ? "; leases of " + plan.leaseMillis() + " ms" : "",
            plan.killLeader() ? "; kill -9 of the leader in the middle" : "",
            plan.repeats() > 1 ? "; medians of " + plan.repeats() : "",
            settings.isEmpty() ? "" : "; " + String.join(" ", settings),
            fileSystem,
            Runtime.getRuntime().availableProcessors(),
            Runtime.version());
  }
}
