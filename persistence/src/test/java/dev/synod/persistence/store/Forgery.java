package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A store of one segment, sound in each of its records, that no writer would have written. */
final class Forgery {
  private Forgery() {}

  static void write(Path directory, Entry... entries) throws IOException {
    Layout layout = new Layout(directory);
    UUID incarnation = UUID.randomUUID();
    Files.createDirectories(layout.journal());
    Tape.make(Disk.real(), layout, new SegmentHeader(incarnation, 1, Limits.LEAST_SEGMENT));
    new Identity(incarnation, true, Mark.NONE).write(Disk.real(), layout.format());
    new Identity(incarnation, true, Mark.NONE).write(Disk.real(), StoreOptions.beside(directory));
    BatchBuffer batch = new BatchBuffer(incarnation);
    batch.begin(SegmentHeader.SIZE, 0, 0);
    for (Entry entry : entries) {
      batch.add(entry);
    }
    try (Disk.File file = Disk.real().open(layout.segment(1))) {
      file.write(batch.end(), SegmentHeader.SIZE);
    }
  }
}
