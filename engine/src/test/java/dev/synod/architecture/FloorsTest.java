package dev.synod.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rooms stand on floors and look down only. */
class FloorsTest {

  @Test
  void everyRoomStandsOnAFloor() {
    ArchRule rule =
        classes()
            .should()
            .resideInAnyPackage(Tree.packages(Tree.FLOORS.stream().flatMap(List::stream).toList()))
            .because("a new room must be given its place in Tree.FLOORS and in ARCHITECTURE.md");

    rule.check(Tree.ENGINE);
  }

  @ParameterizedTest
  @MethodSource("floorsBelowOthers")
  void aFloorDoesNotSeeTheFloorsAbove(List<String> floor, List<String> above) {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(Tree.packages(floor))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Tree.packages(above))
            .because("what is built on a room must not leak down into it");

    rule.check(Tree.ENGINE);
  }

  /** So no role sees another. */
  @ParameterizedTest
  @MethodSource("neighbours")
  void aRoomDoesNotSeeItsNeighbours(String room, List<String> neighbours) {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(Tree.inside(room))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Tree.packages(neighbours))
            .because("rooms side by side meet in the words of protocol, and can be changed alone");

    rule.check(Tree.ENGINE);
  }

  @Test
  void roomsHaveNoCycles() {
    ArchRule rule =
        slices()
            .matching("dev.synod.(*)..")
            .should()
            .beFreeOfCycles()
            .because("rooms in a cycle are one room");

    rule.check(Tree.ENGINE);
  }

  @Test
  void theApiSeesNoOtherRoom() {
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage(Tree.inside("api"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                Tree.inside("api"), "java..", "org.apache.pekko..", "org.jspecify.annotations..")
            .because("users compile against it; the rest may change under them");

    rule.check(Tree.ENGINE);
  }

  @Test
  void onlyTheEntryPointKnowsHowBytesAreMade() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(Tree.packages("wire", ""))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Tree.inside("wire"))
            .because("Pekko finds wire by configuration, and the codec of batches is handed in");

    rule.check(Tree.ENGINE);
  }

  @Test
  void theEngineDoesNotKnowTheOtherModules() {
    ArchRule rule =
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.synod.persistence..", "dev.synod.testkit..", "dev.synod.demo..")
            .because("journals are chosen by configuration; tests and demo stand on the engine");

    rule.check(Tree.ENGINE);
  }

  static Stream<Arguments> floorsBelowOthers() {
    return IntStream.range(0, Tree.FLOORS.size() - 1)
        .mapToObj(
            floor ->
                Arguments.of(
                    Tree.FLOORS.get(floor),
                    Tree.FLOORS.stream().skip(floor + 1).flatMap(List::stream).toList()));
  }

  static Stream<Arguments> neighbours() {
    return Tree.FLOORS.stream()
        .filter(floor -> floor.size() > 1)
        .flatMap(floor -> floor.stream().map(room -> Arguments.of(room, others(floor, room))));
  }

  /** The words of protocol are known on its own floor too, but not to users of the api. */
  private static List<String> others(List<String> floor, String room) {
    return floor.stream()
        .filter(other -> !other.equals(room))
        .filter(other -> room.equals("api") || !other.equals("protocol"))
        .toList();
  }
}
