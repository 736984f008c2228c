package dev.synod.testkit.audit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is judged of a state machine on every member.
 *
 * @param invariants after each command, and of the empty state
 * @param audits on a sample of the commands and queries
 * @param <S> the state
 */
public record Inspection<S>(List<Invariant<S>> invariants, Set<Audit> audits) {
  /** Copies both. */
  public Inspection {
    invariants = List.copyOf(invariants);
    audits = Set.copyOf(audits);
  }

  /** All audits, no invariant yet. */
  public static <S> Inspection<S> full() {
    return new Inspection<>(List.of(), EnumSet.allOf(Audit.class));
  }

  /** With an invariant more. */
  public Inspection<S> invariant(String text, Predicate<? super S> holds) {
    List<Invariant<S>> more = new ArrayList<>(invariants);
    more.add(new Invariant<>(text, holds));
    return new Inspection<>(more, audits);
  }

  /** Without this audit. */
  public Inspection<S> without(Audit audit) {
    Set<Audit> fewer = EnumSet.noneOf(Audit.class);
    audits.stream().filter(other -> other != audit).forEach(fewer::add);
    return new Inspection<>(invariants, fewer);
  }
}
