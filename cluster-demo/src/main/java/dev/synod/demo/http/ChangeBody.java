package dev.synod.demo.http;

import dev.synod.api.MemberChange;
import dev.synod.demo.json.BadRequest;
import dev.synod.demo.json.Fields;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of a request to change the members: one verb, and what belongs to it.
 *
 * @param epoch that the change is meant for; empty: the present one
 */
record ChangeBody(MemberChange change, OptionalLong epoch) {
  private static final String ADD = "add";
  private static final String KIND = "kind";
  private static final String EPOCH = "epoch";
  private static final String QUORUMS = "quorums";
  private static final String LEASES = "leases";
  private static final String DURATION = "durationMillis";
  private static final String DRIFT = "driftPpm";
  private static final String TO = "to";
  private static final List<String> VERBS =
      List.of(ADD, "remove", "replace", "promote", QUORUMS, LEASES);

  /** Refuses a body without or with several verbs, or with what nobody would read. */
  static ChangeBody of(Fields fields) {
    List<String> said = VERBS.stream().filter(fields::has).toList();
    if (said.size() != 1) {
      throw new BadRequest("the body must have exactly one of " + VERBS + ", but has " + said);
    }
    String verb = said.get(0);
    List<String> known = new ArrayList<>(List.of(verb, EPOCH));
    if (verb.equals(ADD)) {
      known.add(KIND);
    }
    fields.requireOnly(known);
    return new ChangeBody(change(verb, fields), epoch(fields));
  }

  /** The body of a request that another member shall lead. */
  static ChangeBody ofTransfer(Fields fields) {
    fields.requireOnly(List.of(TO, EPOCH));
    return new ChangeBody(new MemberChange.HandOver(Optional.of(id(TO, fields))), epoch(fields));
  }

  private static OptionalLong epoch(Fields fields) {
    return fields.has(EPOCH) ? OptionalLong.of(fields.number(EPOCH, 1)) : OptionalLong.empty();
  }

  private static MemberChange change(String verb, Fields fields) {
    return switch (verb) {
      case ADD -> new MemberChange.Add(id(verb, fields), kind(fields));
      case "remove" -> new MemberChange.Remove(id(verb, fields));
      case "replace" -> new MemberChange.Replace(id(verb, fields));
      case "promote" -> new MemberChange.Promote(id(verb, fields));
      case LEASES -> leases(fields.object(LEASES));
      default -> quorums(fields.object(QUORUMS));
    };
  }

  private static String id(String verb, Fields fields) {
    String text = fields.text(verb);
    try {
      return new MemberId(text).value();
    } catch (IllegalArgumentException e) {
      throw new BadRequest("field '" + verb + "': " + e.getMessage());
    }
  }

  private static MemberChange.Kind kind(Fields fields) {
    String kind = fields.has(KIND) ? fields.text(KIND) : "voter";
    return switch (kind) {
      case "voter" -> MemberChange.Kind.VOTER;
      case "observer" -> MemberChange.Kind.OBSERVER;
      case "witness" -> MemberChange.Kind.WITNESS;
      default -> throw new BadRequest("kind '" + kind + "' must be voter, observer or witness");
    };
  }

  private static MemberChange quorums(Fields sizes) {
    sizes.requireOnly(List.of("election", "accept"));
    return new MemberChange.Quorums(size("election", sizes), size("accept", sizes));
  }

  private static MemberChange leases(Fields terms) {
    terms.requireOnly(List.of(DURATION, DRIFT));
    return new MemberChange.Leases(
        Duration.ofMillis(terms.number(DURATION, 0, LeaseTerms.LONGEST)),
        Math.toIntExact(terms.number(DRIFT, 0, LeaseTerms.MAX_DRIFT)));
  }

  private static int size(String name, Fields sizes) {
    return Math.toIntExact(sizes.number(name, 1, Configuration.MAX_MEMBERS));
  }
}
