package dev.synod.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules know no actors. */
class PurityTest {

  @Test
  void onlyShellsSeePekko() {
    ArchRule rule =
        noClasses()
            .that(not(Tree.SHELLS))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..")
            .because("what decides must run without actors: searched, simulated and compared");

    rule.check(Tree.ENGINE);
  }

  @Test
  void rulesSeeNoDiskNoNetworkNoLogAndNoConfiguration() {
    ArchRule rule =
        noClasses()
            .that(Tree.RULES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.io..",
                "java.net..",
                "java.nio.file..",
                "java.nio.channels..",
                "org.slf4j..",
                "com.typesafe.config..")
            .because("rules return what is to be remembered and said; their shell does it (A3)");

    rule.check(Tree.ENGINE);
  }

  @Test
  void rulesCountNothing() {
    ArchRule rule =
        noClasses()
            .that(Tree.RULES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Tree.inside("metrics"), "io.micrometer..")
            .because("a shell counts what its rules return; a rule that counts is no value");

    rule.check(Tree.ENGINE);
  }

  @ParameterizedTest
  @MethodSource("edges")
  void anEdgeIsOnTheListOnlyWhileItKnowsPekko(String edge) {
    ArchRule rule =
        classes()
            .that()
            .haveFullyQualifiedName(edge)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..")
            .because("an exception that nobody needs is a hole; strike it off Tree.EDGES");

    rule.check(Tree.ENGINE);
  }

  static Iterable<String> edges() {
    return Tree.EDGES.keySet().stream().sorted().toList();
  }
}
