package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a store's FORMAT file and its marker say: the format, the incarnation, and in the marker how
 * far the store had come (rule D1).
 *
 * @param incarnation made when the store was; no other store has it
 * @param whole false in a marker while the store is being made, when nothing can be in it yet
 * @param mark a frame that was on the disk when the marker was written
 */
record Identity(UUID incarnation, boolean whole, Mark mark) {
  private static final Pattern FIRST = Pattern.compile("synod-store (\\d{1,9})\\n[\\s\\S]*");
  private static final Pattern FORM =
      Pattern.compile(
          "(synod-store 1\\nincarnation ([0-9a-f-]{36})\\nstate (whole|unfinished)\\n(?:reached (\\d{1,18}) (\\d{1,10}) (\\d{1,18}) ([0-9a-f]{8})\\n)?)crc32c ([0-9a-f]{8})\\n");
  private static final int LONGEST = 4096;

  /** Reads one; the file exists. */
  static Identity read(Disk disk, Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    try (Disk.File file = disk.read(path)) {
      file.read(bytes, 0);
    }
    String text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    Matcher first = FIRST.matcher(text);
    if (first.matches() && Integer.parseInt(first.group(1)) > SegmentHeader.FORMAT) {
      throw StoreException.refused(
          "%s has format %s, and this release reads format %d only; start the release that wrote it"
              .formatted(path, first.group(1), SegmentHeader.FORMAT));
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !crc(form.group(1)).equals(form.group(8))) {
      throw StoreException.damaged(path, 0, "it is not what was written");
    }
    return new Identity(UUID.fromString(form.group(2)), form.group(3).equals("whole"), mark(form));
  }

  private static Mark mark(Matcher form) {
    return form.group(4) == null
        ? Mark.NONE
        : new Mark(
            new Place(Long.parseLong(form.group(4)), Integer.parseInt(form.group(5))),
            new Chain(
                Integer.parseUnsignedInt(form.group(7), 16), Long.parseLong(form.group(6)), true));
  }

  /** Writes it: the file has all of it, or what it had before. */
  void write(Disk disk, Path path) throws IOException {
    String text =
        "synod-store %d\nincarnation %s\nstate %s\n%s"
            .formatted(
                SegmentHeader.FORMAT, incarnation, whole ? "whole" : "unfinished", reached());
    Path unfinished = path.resolveSibling(path.getFileName() + ".new");
    if (Files.exists(unfinished)) {
      disk.delete(unfinished);
    }
    try (Disk.File file = disk.create(unfinished)) {
      file.write(StandardCharsets.US_ASCII.encode(text + "crc32c " + crc(text) + "\n"), 0);
      file.sync();
    }
    disk.move(unfinished, path);
    Path parent = path.getParent();
    if (parent != null) {
      disk.syncDirectory(parent);
    }
  }

  private String reached() {
    return mark.equals(Mark.NONE)
        ? ""
        : "reached %d %d %d %08x\n"
            .formatted(
                mark.place().segment(),
                mark.place().position(),
                mark.chain().counter(),
                mark.chain().checksum());
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(StandardCharsets.US_ASCII.encode(text));
    return "%08x".formatted(crc.getValue());
  }
}
