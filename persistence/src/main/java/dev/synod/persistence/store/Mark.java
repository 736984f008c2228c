package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A frame that was on the disk when the marker was last written: at each opening, when a segment is
 * full, and at closing. A store without it is an older copy, or has lost its end (rule D1).
 */
record Mark(Place place, Chain chain) {
  /** Of a store in which nothing is yet. */
  static final Mark NONE = new Mark(new Place(0, 0), Chain.START);

  /**
   * Refuses a store that has not come as far.
   *
   * @throws StoreException naming the place that is missing
   */
  void require(Disk disk, Layout layout, UUID incarnation, Survey survey, Path marker)
      throws IOException {
    Optional<String> lacking = lacking(disk, layout, incarnation, survey, marker);
    if (lacking.isPresent()) {
      throw StoreException.refused(lacking.get());
    }
  }

  /** In one line, why this is not the store that has come as far; empty if it is. */
  Optional<String> lacking(Disk disk, Layout layout, UUID incarnation, Survey survey, Path marker)
      throws IOException {
    return survey.reaches(place, chain, disk, layout, incarnation)
        ? Optional.empty()
        : Optional.of(
            "%s says that its store had written record %d at byte %d of %s, which is not there: %s is an older copy, or has lost its end; put the newest copy back, or remove directory and marker and replace the member"
                .formatted(
                    marker,
                    chain.counter(),
                    place.position(),
                    layout.segment(place.segment()),
                    layout.root()));
  }
}
