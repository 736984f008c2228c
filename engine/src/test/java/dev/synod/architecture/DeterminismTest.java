package dev.synod.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The same mail, times and dice lead rules to the same state and the same words, in each run. */
class DeterminismTest {
  private static final DescribedPredicate<JavaAccess<?>> READS_THE_WALL_CLOCK =
      accessing(
          "the wall clock",
          target ->
              is(target, "java.lang.System", "currentTimeMillis")
                  || is(target, "java.util.Date", "<init>")
                  || is(target, "java.util.Calendar", "getInstance")
                  || target.getOwner().getName().equals("java.time.Clock")
                  || (target.getOwner().getPackageName().startsWith("java.time")
                      && target.getName().equals("now")));

  private static final DescribedPredicate<JavaAccess<?>> READS_THE_MONOTONIC_CLOCK =
      accessing("System.nanoTime", target -> is(target, "java.lang.System", "nanoTime"));

  private static final DescribedPredicate<JavaAccess<?>> DRAWS_CHANCE =
      accessing(
          "a source of chance",
          target ->
              Set.of(
                          "java.util.Random",
                          "java.util.SplittableRandom",
                          "java.util.concurrent.ThreadLocalRandom",
                          "java.util.random.RandomGeneratorFactory",
                          "java.security.SecureRandom")
                      .contains(target.getOwner().getName())
                  || is(target, "java.lang.Math", "random")
                  || is(target, "java.lang.System", "identityHashCode")
                  || is(target, "java.util.UUID", "randomUUID")
                  || is(target, "java.util.Collections", "shuffle")
                  || is(target, "java.util.random.RandomGenerator", "of")
                  || is(target, "java.util.random.RandomGenerator", "getDefault"));

  private static final DescribedPredicate<JavaAccess<?>> MAKES_AN_UNORDERED_COLLECTION =
      accessing(
          "a maker of sets or maps without an order",
          target ->
              is(target, "java.util.Set", "of")
                  || is(target, "java.util.Set", "copyOf")
                  || is(target, "java.util.Map", "of")
                  || is(target, "java.util.Map", "ofEntries")
                  || is(target, "java.util.Map", "copyOf")
                  || is(target, "java.util.stream.Collectors", "toSet")
                  || is(target, "java.util.stream.Collectors", "toUnmodifiableSet")
                  || is(target, "java.util.stream.Collectors", "toUnmodifiableMap")
                  || (is(target, "java.util.stream.Collectors", "toMap") && takes(target) < 4)
                  || (is(target, "java.util.stream.Collectors", "groupingBy")
                      && takes(target) < 3));

  private static final DescribedPredicate<JavaClass> UNORDERED_COLLECTIONS =
      named(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "org.pcollections.HashPMap",
          "org.pcollections.HashTreePMap",
          "org.pcollections.HashTreePSet",
          "org.pcollections.MapPSet");

  @Test
  void rulesHaveNoClock() {
    ArchRule rule =
        noClasses()
            .that(Tree.RULES)
            .should()
            .accessTargetWhere(READS_THE_WALL_CLOCK.or(READS_THE_MONOTONIC_CLOCK))
            .because("time comes in as an argument, so that a schedule can be played again");

    rule.check(Tree.ENGINE);
  }

  @Test
  void rulesHaveNoChanceOfTheirOwn() {
    ArchRule rule =
        noClasses()
            .that(Tree.RULES)
            .should()
            .accessTargetWhere(DRAWS_CHANCE)
            .because("dice come in as a RandomGenerator, so that a seed can be played again");

    rule.check(Tree.ENGINE);
  }

  @Test
  void rulesHaveNoThreads() {
    ArchRule rule =
        noClasses()
            .that(Tree.RULES)
            .should()
            .dependOnClassesThat(
                named("java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime")
                    .or(resideInAnyPackage("java.util.concurrent..")))
            .orShould()
            .accessTargetWhere(
                accessing(
                    "a parallel stream",
                    target ->
                        target.getName().equals("parallelStream")
                            || target.getName().equals("parallel")))
            .because("one actor runs a rule at a time; order among threads can't be played again");
    rule.check(Tree.ENGINE);
  }

  @Test
  void rulesHaveNoLocks() {
    ArchRule rule =
        methods()
            .that()
            .areDeclaredInClassesThat(Tree.RULES)
            .should()
            .notHaveModifier(JavaModifier.SYNCHRONIZED)
            .because("a rule that needs a lock is shared, and no rule is");

    rule.check(Tree.ENGINE);
  }

  @Test
  void rulesShareNothingThatChanges() {
    ArchRule rule =
        fields()
            .that()
            .areDeclaredInClassesThat(Tree.RULES)
            .and()
            .areStatic()
            .should()
            .beFinal()
            .because("members in one process, as in a simulation, must not hear of each other");

    rule.check(Tree.ENGINE);
  }

  @Test
  void rulesHaveNoCollectionsWithoutOrder() {
    ArchRule rule =
        noClasses()
            .that(Tree.RULES)
            .should()
            .dependOnClassesThat(UNORDERED_COLLECTIONS)
            .orShould()
            .accessTargetWhere(MAKES_AN_UNORDERED_COLLECTION)
            .because("walked through, they differ from run to run; take TreeMap or LinkedHashMap");

    rule.check(Tree.ENGINE);
  }

  @Test
  void nobodyReadsTheWallClock() {
    ArchRule rule =
        noClasses()
            .should()
            .accessTargetWhere(READS_THE_WALL_CLOCK)
            .because("wall clocks jump and differ from node to node (E7)");

    rule.check(Tree.ENGINE);
  }

  @Test
  void onlyNodeReadsTheMonotonicClock() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(Tree.inside("node"))
            .should()
            .accessTargetWhere(READS_THE_MONOTONIC_CLOCK)
            .because("a member has one clock, which tests replace (E7)");

    rule.check(Tree.ENGINE);
  }

  /** The entry point draws the seed that node deals out. */
  @Test
  void onlyNodeAndTheEntryPointDrawSeeds() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(Tree.packages("node", ""))
            .should()
            .accessTargetWhere(DRAWS_CHANCE)
            .because("all chance of a member comes from one seed, which tests replace");

    rule.check(Tree.ENGINE);
  }

  private static DescribedPredicate<JavaAccess<?>> accessing(
      String what, Predicate<AccessTarget> targets) {
    return describe(what, access -> targets.test(access.getTarget()));
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return describe(
        "are one of " + String.join(", ", names), type -> Set.of(names).contains(type.getName()));
  }

  private static boolean is(AccessTarget target, String owner, String name) {
    return target.getOwner().getName().equals(owner) && target.getName().equals(name);
  }

  private static int takes(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes().size()
        : 0;
  }
}
