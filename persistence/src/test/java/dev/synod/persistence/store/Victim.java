package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store that is damaged, tried and made whole again, ten thousand times over: only what a trial
 * has changed is written back.
 */
final class Victim {
  private final StoreOptions options;
  private final Path place;
  private final SortedMap<Path, byte[]> whole;
  private final List<String> contents;

  private Victim(StoreOptions options, Path place, SortedMap<Path, byte[]> whole) {
    this.options = options;
    this.place = place;
    this.whole = whole;
    this.contents = opened();
  }

  /** The store that lies in this place, closed or as a crash has left it. */
  static Victim in(Path place, StoreOptions options) throws IOException {
    Victim victim = new Victim(options, place, files(place));
    victim.restore(files(place));
    return victim;
  }

  /** Its files and the marker, by where they lie. */
  SortedMap<Path, byte[]> files() {
    return whole;
  }

  /** All that can be read from it. */
  List<String> contents() {
    return contents;
  }

  /**
   * Whether it is refused if this file has these bytes, or is not there. It must be refused in one
   * line that names the place, and be as before; or all must be there.
   */
  Optional<String> refusal(Path file, byte @Nullable [] bytes, String what) throws IOException {
    damage(file, bytes);
    boolean cache = file.startsWith(new Layout(options.directory()).index());
    Optional<String> inspected = cache ? Optional.empty() : refusal(this::inspect, what);
    Optional<String> refused =
        refusal(() -> assertThat(opened()).as(what).isEqualTo(contents), what);
    SortedMap<Path, byte[]> now = files(place);
    if (options.engine() == IndexEngine.MEMORY) {
      assertThat(inspected.isPresent())
          .as("%s: inspection %s, store %s", what, inspected, refused)
          .isEqualTo(refused.isPresent());
      if (refused.isPresent()) {
        requireUntouched(now, file, bytes, what);
      }
    }
    restore(now);
    return inspected.or(() -> refused);
  }

  private Optional<String> refusal(Runnable trial, String what) {
    try {
      trial.run();
      return Optional.empty();
    } catch (StoreException refused) {
      assertThat(refused.getMessage())
          .as(what)
          .contains(place.toString())
          .doesNotContain("\n")
          .hasSizeLessThan(1000);
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  private void inspect() {
    List<Damage> damages = Inspection.report(options.directory()).damages();
    if (!damages.isEmpty()) {
      throw new StoreException(StoreException.Kind.DAMAGED, damages.get(0).toString());
    }
  }

  private void damage(Path file, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      Files.delete(file);
    } else {
      Files.write(file, bytes);
    }
  }

  private void requireUntouched(
      SortedMap<Path, byte[]> now, Path file, byte @Nullable [] damaged, String what) {
    assertThat(now.keySet()).as(what).isSubsetOf(whole.keySet());
    for (Map.Entry<Path, byte[]> each : whole.entrySet()) {
      byte[] expected = each.getKey().equals(file) ? damaged : each.getValue();
      assertThat(Arrays.equals(now.get(each.getKey()), expected))
          .as("%s: a refused store is left alone, also %s", what, each.getKey())
          .isTrue();
    }
  }

  private void restore(SortedMap<Path, byte[]> now) throws IOException {
    for (Path added : new TreeSet<>(now.keySet())) {
      if (!whole.containsKey(added)) {
        Files.delete(added);
      }
    }
    for (Map.Entry<Path, byte[]> each : whole.entrySet()) {
      if (!Arrays.equals(now.get(each.getKey()), each.getValue())) {
        Files.write(each.getKey(), each.getValue());
      }
    }
  }

  private List<String> opened() {
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d"));
    List<String> all = new ArrayList<>();
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      for (String id : names) {
        all.add(
            "%s %d %d".formatted(id, shelf.highest(id), Shelf.answer(shelf.store().deletedTo(id))));
        all.addAll(shelf.read(id));
        all.addAll(shelf.snapshots(id));
      }
    }
    return all;
  }

  private static SortedMap<Path, byte[]> files(Path place) throws IOException {
    SortedMap<Path, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : all.toList()) {
        if (Files.isRegularFile(file) && !file.endsWith(DirectoryLock.FILE)) {
          files.put(file, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }
}
