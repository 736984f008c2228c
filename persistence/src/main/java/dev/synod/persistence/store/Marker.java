package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file outside of the directory that says whose data belong there; for the writer's thread. */
record Marker(Disk disk, Path path, UUID incarnation) {
  private static final Logger LOG = LoggerFactory.getLogger(Marker.class);

  /** With less beside it the marker stays as it is: a store on a full disk can still be emptied. */
  private static final long ROOM = 64 << 10;

  /** Notes that this frame is on the disk, and with it all before it. */
  void reached(Place place, Chain chain) throws IOException {
    long free = disk.free(Objects.requireNonNullElse(path.getParent(), path));
    if (free < ROOM) {
      LOG.warn(
          "{} is not brought up to date: {} bytes are left there, and it needs {}",
          path,
          free,
          ROOM);
      return;
    }
    try {
      new Identity(incarnation, true, new Mark(place, chain)).write(disk, path);
    } catch (IOException e) {
      throw new IOException("the marker %s can't be written: %s".formatted(path, e), e);
    }
  }
}
