package dev.synod.persistence.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The store knows no actors. */
class PurityTest {
  @Test
  void theStoreSeesNeitherPekkoNorItsShells() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.synod.persistence.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.pekko..",
                "scala..",
                "com.typesafe.config..",
                "dev.synod.persistence",
                "dev.synod.persistence.plugin..")
            .because("a store must open, and be verified, without an actor system");

    rule.check(
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.synod.persistence"));
  }
}
