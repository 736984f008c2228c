package dev.synod.testkit.commit;

import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transaction costs that nobody disturbs, counted on a {@link Stage}, beside the formulas of
 * the paper (Gray and Lamport, Consensus on Transaction Commit, figure 3) and under its
 * assumptions: the first leader is beside the first acceptor, and between them nothing is a
 * message; the first participant's vote stands for its wish to begin; F+1 acceptors are addressed;
 * an acceptor says in one message what it has accepted.
 *
 * <p>Three-phase commit is not in the paper; its formula is what its rounds come to. With one
 * participant nobody has to be asked to vote, which saves two delays; with no fault to survive the
 * acceptor's answer stays where the leader is, which saves one, and all protocols cost what
 * two-phase commit does.
 */
public final class Costs {
  private Costs() {}

  /** One protocol for so many participants and faults: counted, and by the formula. */
  public record Row(Protocol protocol, Troupe troupe, Cost counted, Cost formula) {}

  /** For 1 to so many participants, and 0 to so many faults. */
  public static List<Row> rows(int participants, int faults) {
    List<Row> rows = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (int n = 1; n <= participants; n++) {
        for (int f = 0; f <= (protocol.hasAcceptors() ? faults : 0); f++) {
          Troupe troupe = new Troupe(n, f);
          rows.add(new Row(protocol, troupe, counted(protocol, troupe), protocol.formula(n, f)));
        }
      }
    }
    return rows;
  }

  /** Plays one transaction that begins at the first participant. */
  private static Cost counted(Protocol protocol, Troupe troupe) {
    List<MemberId> all = troupe.ofParticipants();
    Stage<?, ?> stage = protocol.stage(troupe);
    stage.begin(all.get(0), all);
    stage.deliverAll();
    return stage.cost(all);
  }

  /** A table to be read. */
  public static String table(List<Row> rows) {
    StringBuilder table =
        new StringBuilder(
            "%-22s %2s %2s   %-36s %s%n".formatted("", "N", "F", "counted", "formula"));
    for (Row row : rows) {
      table.append(
          "%-22s %2d %2d   %-36s %s%n"
              .formatted(
                  row.protocol(),
                  row.troupe().participants(),
                  row.troupe().faults(),
                  row.counted(),
                  row.formula()));
    }
    return table.toString();
  }
}
