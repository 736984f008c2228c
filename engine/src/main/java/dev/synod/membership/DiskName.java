package dev.synod.membership;

import dev.synod.protocol.Incarnation;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who names a member's disk (rule D1).
 *
 * @param source gives the name; it is asked only after the member's journal was read
 * @param kept whether the disk itself keeps its name, and so gives the same as long as it lives; if
 *     not, each call draws another, and the first is kept in the member's journal alone
 */
public record DiskName(Supplier<Incarnation> source, boolean kept) {
  /** A journal that knows nothing of its disk: names are drawn at random. */
  public static DiskName drawn(Supplier<Incarnation> source) {
    return new DiskName(source, false);
  }

  /** A journal that knows its disk by this name. */
  public static DiskName kept(Supplier<Incarnation> source) {
    return new DiskName(source, true);
  }

  /** Why what was read is not the memory of this disk, if so. */
  Optional<String> contradicts(FounderMemory memory) {
    return memory
        .incarnation()
        .filter(remembered -> kept && !remembered.equals(source.get()))
        .map(
            remembered ->
                "the journal of member %s of group %s was written on disk %s, but this is disk %s: it was copied here and may be old; start the member on its own directory, or replace it"
                    .formatted(memory.member(), memory.group(), remembered, source.get()));
  }
}
