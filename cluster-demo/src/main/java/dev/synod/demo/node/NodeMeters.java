package dev.synod.demo.node;

import dev.synod.Synod;
import dev.synod.persistence.plugin.StoreMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.pekko.actor.typed.ActorSystem;

/** What a node counts, kept for a Prometheus server to fetch. */
final class NodeMeters {
  private final PrometheusMeterRegistry registry;

  private NodeMeters(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /** Those of its store, and of the members that start on it from now on. */
  static NodeMeters of(ActorSystem<?> system) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new StoreMeters(system).bindTo(registry);
    Synod unused = Synod.get(system).measuredBy(registry);
    return new NodeMeters(registry);
  }

  /** In Prometheus's text format 0.0.4. */
  String text() {
    return registry.scrape();
  }
}
