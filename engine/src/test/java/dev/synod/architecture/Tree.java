package dev.synod.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine as the architecture tests read it: its classes, its floors, and what a shell is. */
final class Tree {
  /** All of the engine that was written by hand. */
  static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/wire/proto/"))
          .importPackages("dev.synod");

  /** The rooms, from the lowest floor to the highest; the empty name is the entry point's. */
  static final List<List<String>> FLOORS =
      List.of(
          List.of("api", "protocol", "quorum", "settings"),
          List.of("decree", "metrics"),
          List.of("shell", "commit"),
          List.of(
              "membership",
              "notary",
              "proposer",
              "acceptor",
              "learner",
              "elector",
              "replica",
              "register",
              "client",
              "transaction"),
          List.of("wire", "node"),
          List.of(""));

  /**
   * The classes outside of node that know Pekko or threads without being an actor, each with its
   * reason.
   */
  static final Map<String, String> EDGES =
      Map.ofEntries(
          Map.entry("dev.synod.Synod", "is a Pekko extension and spawns the guardian"),
          Map.entry("dev.synod.api.ConsensusGroup", "hands outcomes to the user's ActorContext"),
          Map.entry(
              "dev.synod.shell.Payloads",
              "asks Pekko Serialization for the bytes of users' objects"),
          Map.entry("dev.synod.shell.Watch", "makes the actor that waits for another's end"),
          Map.entry("dev.synod.shell.Pulse", "times an actor's ticks by Pekko's timers"),
          Map.entry(
              "dev.synod.shell.PersistencePlugins", "asks Pekko's journals and snapshot stores"),
          Map.entry("dev.synod.replica.Shelf", "keeps a member's snapshots by Pekko's plugins"),
          Map.entry("dev.synod.replica.Callers", "completes the futures of a replica's clients"),
          Map.entry(
              "dev.synod.replica.ReplicaDoor", "turns calls into mail to the replica's ActorRef"),
          Map.entry(
              "dev.synod.register.RegisterDoor",
              "turns calls into mail to the proposer's ActorRef"),
          Map.entry(
              "dev.synod.transaction.CommitDoor",
              "turns calls into mail to the initiator's ActorRef"),
          Map.entry(
              "dev.synod.transaction.Resource",
              "calls the user's participant on threads that may block"),
          Map.entry(
              "dev.synod.shell.LastEvent",
              "has the journal delete what a later event makes useless"),
          Map.entry(
              "dev.synod.client.ClientDoor", "turns calls into mail to the client's ActorRef"),
          Map.entry("dev.synod.wire.SynodSerializer", "is what Pekko calls to have bytes"));

  /** The rooms in which everything that is neither an actor nor an edge is a rule. */
  private static final String[] RULED =
      packages(
          "protocol",
          "quorum",
          "decree",
          "membership",
          "notary",
          "proposer",
          "acceptor",
          "learner",
          "elector",
          "replica",
          "register",
          "client",
          "commit",
          "transaction");

  /** An actor, or part of one. */
  static final DescribedPredicate<JavaClass> ACTORS =
      DescribedPredicate.describe(
          "actors",
          type -> outermost(type).isAssignableTo("org.apache.pekko.actor.typed.Behavior"));

  /** What may know Pekko. */
  static final DescribedPredicate<JavaClass> SHELLS =
      ACTORS
          .or(JavaClass.Predicates.resideInAPackage(inside("node")))
          .or(
              DescribedPredicate.describe(
                  "edges", type -> EDGES.containsKey(outermost(type).getName())))
          .as("shells (actors and what is nested in them, node, and the edges of the list)");

  /** Plain classes that decide. */
  static final DescribedPredicate<JavaClass> RULES =
      JavaClass.Predicates.resideInAnyPackage(RULED)
          .and(DescribedPredicate.not(SHELLS))
          .as("rules");

  private Tree() {}

  /** The pattern of everything in a room. */
  static String inside(String room) {
    return room.isEmpty() ? "dev.synod" : "dev.synod." + room + "..";
  }

  /** The patterns of everything in some rooms. */
  static String[] packages(String... rooms) {
    return packages(List.of(rooms));
  }

  /** The patterns of everything in some rooms. */
  static String[] packages(List<String> rooms) {
    return rooms.stream().map(Tree::inside).toArray(String[]::new);
  }

  private static JavaClass outermost(JavaClass type) {
    Optional<JavaClass> enclosing = type.getEnclosingClass();
    return enclosing.map(Tree::outermost).orElse(type);
  }
}
