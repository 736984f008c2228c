package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** The file outside of the directory that says whose data belong there; for the writer's thread. */
record Marker(Disk disk, Path path, UUID incarnation) {
  /** Notes that this frame is on the disk, and with it all before it. */
  void reached(Place place, Chain chain) throws IOException {
    new Identity(incarnation, true, new Mark(place, chain)).write(disk, path);
  }
}
