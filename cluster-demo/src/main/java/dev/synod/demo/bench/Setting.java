package dev.synod.demo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.demo.bench.Plan.Target;
import java.util.List;

/**
 * In what all cells of a run are alike.
 *
 * @param fileSystem on which nodes and baseline write
 * @param settings of Synod and Pekko that were typed
 */
record Setting(Plan plan, String fileSystem, List<String> settings) {

  ObjectNode addTo(ObjectNode line) {
    Target target = plan.target();
    target.connect().ifPresent(seeds -> line.put("connect", seeds));
    if (target.nodes() > 0) {
      line.put("nodes", target.nodes());
    }
    line.put("seconds", plan.times().seconds()).put("warmUpSeconds", plan.times().warmUp());
    line.put("keys", plan.keys()).put("repeats", plan.times().repeats());
    if (plan.cells().get(0).mode().reads()) {
      line.put("consistency", plan.consistency());
    }
    if (target.leaseMillis() > 0) {
      line.put("leaseMillis", target.leaseMillis());
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
    Target target = plan.target();
    return "%s; %d s a cell after %d s of warm-up; %d keys%s%s%s%s%s; disk %s, %d cores, Java %s"
        .formatted(
            target.connect().map(seeds -> "nodes at " + seeds).orElse(target.nodes() + " nodes"),
            plan.times().seconds(),
            plan.times().warmUp(),
            plan.keys(),
            plan.cells().get(0).mode().reads() ? "; reads " + plan.consistency() : "",
            target.leaseMillis() > 0 ? "; leases of " + target.leaseMillis() + " ms" : "",
            plan.killLeader() ? "; kill -9 of the leader in the middle" : "",
            plan.times().repeats() > 1 ? "; medians of " + plan.times().repeats() : "",
            settings.isEmpty() ? "" : "; " + String.join(" ", settings),
            fileSystem,
            Runtime.getRuntime().availableProcessors(),
            Runtime.version());
  }
}
