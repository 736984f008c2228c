package dev.synod.testkit.scenarios;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which links of so many members are cut, such as {@code 1>2}; members are numbered from 1. */
record Graph(int members, Set<String> cut) {

  /** Each way in which links can be cut, each direction by itself. */
  static List<Graph> oneWay(int members) {
    return graphs(members, pairs(members).flatMap(GraphLinks::each).toList());
  }

  /** Each way in which links can be cut in both directions; but for the names of all but n1. */
  static Collection<Graph> bothWays(int members) {
    List<Graph> all = graphs(members, pairs(members).map(GraphLinks::both).toList());
    List<List<Integer>> orders = orders(List.of(1), members);
    return all.stream()
        .collect(
            Collectors.toMap(
                graph -> graph.shape(orders), graph -> graph, (one, same) -> one, TreeMap::new))
        .values();
  }

  /** Whether a member is connected to a majority in both directions. */
  boolean hasHub() {
    return IntStream.rangeClosed(1, members)
        .anyMatch(
            hub ->
                2 * IntStream.rangeClosed(1, members).filter(other -> joined(hub, other)).count()
                    > members);
  }

  private boolean joined(int one, int other) {
    return !cut.contains(link(one, other)) && !cut.contains(link(other, one));
  }

  private String shape(List<List<Integer>> orders) {
    return orders.stream()
        .map(order -> new TreeSet<>(cut.stream().map(link -> renamed(link, order)).toList()))
        .map(TreeSet::toString)
        .min(String::compareTo)
        .orElseThrow();
  }

  private static String renamed(String link, List<Integer> order) {
    return link(order.get(link.charAt(0) - '1'), order.get(link.charAt(2) - '1'));
  }

  private static String link(int from, int to) {
    return from + ">" + to;
  }

  private record GraphLinks(int one, int other) {
    Stream<List<String>> each() {
      return Stream.of(List.of(link(one, other)), List.of(link(other, one)));
    }

    List<String> both() {
      return List.of(link(one, other), link(other, one));
    }
  }

  private static Stream<GraphLinks> pairs(int members) {
    return IntStream.rangeClosed(1, members)
        .boxed()
        .flatMap(
            one ->
                IntStream.rangeClosed(one + 1, members).mapToObj(two -> new GraphLinks(one, two)));
  }

  private static List<Graph> graphs(int members, List<List<String>> links) {
    List<Graph> graphs = new ArrayList<>(List.of(new Graph(members, Set.of())));
    for (List<String> together : links) {
      for (Graph graph : List.copyOf(graphs)) {
        TreeSet<String> more = new TreeSet<>(graph.cut());
        more.addAll(together);
        graphs.add(new Graph(members, more));
      }
    }
    return graphs;
  }

  private static List<List<Integer>> orders(List<Integer> begun, int members) {
    return begun.size() == members
        ? List.of(begun)
        : IntStream.rangeClosed(1, members)
            .filter(next -> !begun.contains(next))
            .mapToObj(next -> Stream.concat(begun.stream(), Stream.of(next)).toList())
            .flatMap(longer -> orders(longer, members).stream())
            .toList();
  }

  @Override
  public String toString() {
    return members + " members without " + cut;
  }
}
