package dev.synod.demo.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.workload.Errand;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the group holds at one moment, read linearizably.
 *
 * @param cents the sum of all balances
 * @param executed how many transfers were executed at all
 * @param counts how often each transfer of the workload was executed
 * @param levels the number of each item of the workload
 */
record Books(long cents, long executed, Map<String, Long> counts, SortedMap<String, Long> levels) {
  private static final int PAGE = 500;

  /** Reads all that has to do with this workload. */
  static Books read(Api api, Lookout lookout, List<Errand> errands) {
    List<String> transfers =
        errands.stream()
            .filter(Errand.Transfer.class::isInstance)
            .map(errand -> ((Errand.Transfer) errand).id())
            .toList();
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < transfers.size(); i += PAGE) {
      List<String> page = transfers.subList(i, Math.min(i + PAGE, transfers.size()));
      audit(api, lookout, page)
          .path("counts")
          .properties()
          .forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
    }
    JsonNode sums = audit(api, lookout, List.of());
    return new Books(
        sums.path("cents").asLong(),
        sums.path("executed").asLong(),
        counts,
        levels(api, lookout, errands));
  }

  private static JsonNode audit(Api api, Lookout lookout, List<String> transfers) {
    ObjectNode body = Api.object();
    ArrayNode asked = body.putArray("transfers");
    transfers.forEach(asked::add);
    return lookout.ask(node -> api.post(node, "/bank/audit", body)).body();
  }

  private static SortedMap<String, Long> levels(Api api, Lookout lookout, List<Errand> errands) {
    SortedMap<String, Long> levels = new TreeMap<>();
    for (Errand errand : errands) {
      if (errand instanceof Errand.Adjust adjust) {
        levels.computeIfAbsent(
            adjust.item(),
            item ->
                lookout
                    .ask(node -> api.get(node, Load.stockPath(item)))
                    .body()
                    .path("level")
                    .asLong());
      }
    }
    return levels;
  }
}
