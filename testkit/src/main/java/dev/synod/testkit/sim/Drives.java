package dev.synod.testkit.sim;

import java.util.Map;
import java.util.TreeMap;

/** The disks of the run that this thread simulates, by member. */
final class Drives {
  private static final ThreadLocal<Drives> OF_THIS_THREAD = ThreadLocal.withInitial(Drives::new);

  private final Map<String, SimDisk> disks = new TreeMap<>();

  private Drives() {}

  static Drives ofThisThread() {
    return OF_THIS_THREAD.get();
  }

  /** The journals of the thread's next world ask anew. */
  static void forget() {
    OF_THIS_THREAD.remove();
  }

  void clear() {
    disks.clear();
  }

  void mount(String group, String member, SimDisk disk) {
    disks.put(group + "|" + member, disk);
  }

  /** The disk of a persistence id {@code group|member|...}. */
  SimDisk of(String persistenceId) {
    String place = persistenceId.substring(0, persistenceId.lastIndexOf('|'));
    SimDisk disk = disks.get(place);
    if (disk == null) {
      throw new IllegalArgumentException(
          "persistence id '%s' must be '<group>|<member>|...' of a simulated member: %s"
              .formatted(persistenceId, disks.keySet()));
    }
    return disk;
  }
}
