package dev.synod.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files, types and packages of all modules are small and called what they are. */
class NamesTest {
  private static final int LINES = 400;
  private static final int MEDIAN = 130;
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");
  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile(
          "^(?:[a-z-]+ )*(?:class|record|interface|enum|@interface) \\w+", Pattern.MULTILINE);
  private static final Pattern EMPTY_NAME =
      Pattern.compile(
          "(?:Abstract|Base|Common|Misc)[A-Z]\\w*"
              + "|\\w*(?:Utils?|Helpers?|Manager|Impl|Base|Abstract|Common|Misc)");
  private static final Pattern DRAWER = Pattern.compile("utils?|helpers?|impl|base|common|misc");
  private static final Pattern DESCRIBED =
      Pattern.compile("^/\\*\\*.*^@NullMarked$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final List<Path> SOURCES = sources();

  @Test
  void typesAreNotNamedAfterNothing() {
    Stream<String> types =
        SOURCES.stream()
            .flatMap(source -> TYPE.matcher(text(source)).results())
            .map(match -> match.group(1))
            .filter(EMPTY_NAME.asMatchPredicate());

    assertThat(types)
        .as("a name that fits everything says nothing: name what it is in the protocol")
        .isEmpty();
  }

  @Test
  void packagesAreRoomsAndNotDrawers() {
    Stream<Path> drawers =
        packages().stream().filter(room -> DRAWER.matcher(room.getFileName().toString()).matches());

    assertThat(drawers).as("what is put into a drawer is found by nobody").isEmpty();
  }

  @Test
  void aFileHoldsOneTopLevelType() {
    Stream<Path> others =
        SOURCES.stream()
            .filter(source -> !isPackageInfo(source))
            .filter(source -> TOP_LEVEL_TYPE.matcher(text(source)).results().count() != 1);

    assertThat(others).as("a type is found by the name of its file").isEmpty();
  }

  @Test
  void everyPackageIsDescribedAndNullMarked() {
    Stream<Path> others =
        packages().stream()
            .map(room -> room.resolve("package-info.java"))
            .filter(info -> !SOURCES.contains(info) || !DESCRIBED.matcher(text(info)).find());

    assertThat(others).as("a room says what it is for, and null is an error in it").isEmpty();
  }

  @Test
  void noFileIsLong() {
    Stream<Path> others = SOURCES.stream().filter(source -> lines(source) > LINES);

    assertThat(others).as("more than %d lines are more than one thing", LINES).isEmpty();
  }

  @Test
  void mostFilesAreShort() {
    List<Long> lengths =
        SOURCES.stream()
            .filter(source -> !isPackageInfo(source))
            .map(NamesTest::lines)
            .sorted()
            .toList();

    assertThat(lengths.get(lengths.size() / 2))
        .as("the median of all files: most should be read in one look")
        .isLessThanOrEqualTo(MEDIAN);
  }

  /** The hand-written main sources of this module and its siblings. */
  private static List<Path> sources() {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    List<Path> found =
        children(root)
            .map(module -> module.resolve("src/main/java"))
            .filter(Files::isDirectory)
            .flatMap(NamesTest::below)
            .filter(path -> path.toString().endsWith(".java"))
            .sorted()
            .toList();
    assertThat(found).as("sources below %s", root).hasSizeGreaterThan(100);
    return found;
  }

  private static Set<Path> packages() {
    Set<Path> packages = new TreeSet<>();
    SOURCES.forEach(source -> packages.add(source.getParent()));
    return packages;
  }

  private static boolean isPackageInfo(Path source) {
    return source.endsWith("package-info.java");
  }

  private static Stream<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Path> below(Path directory) {
    try (Stream<Path> below = Files.walk(directory)) {
      return below.toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static long lines(Path source) {
    return text(source).lines().count();
  }
}
