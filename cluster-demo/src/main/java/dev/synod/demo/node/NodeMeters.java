package dev.synod.demo.node;

import dev.synod.Synod;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.pekko.actor.typed.ActorSystem;

/** What a node counts, kept for a Prometheus server to fetch. */
final class NodeMeters {
  private final PrometheusMeterRegistry registry;

  private NodeMeters(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /** Those of the members that start on this node from now on. */
  static NodeMeters of(ActorSystem<?> system) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Synod unused = Synod.get(system).measuredBy(registry);
    return new NodeMeters(registry);
  }

  /** In Prometheus's text format 0.0.4. */
  String text() {
    return registry.scrape();
  }
}
