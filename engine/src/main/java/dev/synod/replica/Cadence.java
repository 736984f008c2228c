package dev.synod.replica;

import dev.synod.api.SnapshotFailedException;
import dev.synod.api.SnapshotFailedException.Reason;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.ReplicaSettings;
import java.util.Optional;

/**
 * When a replica takes its next snapshot: at slots that are multiples of the same number, or sooner
 * if much is applied; one at a time. Much is not less than what the last one took to write: else a
 * large state would be written all the time. And a multiple is passed over until a share of that
 * has been applied; but no fourth one, or the log and its replay would grow long.
 *
 * <p>States can be compared only after the same slot (rule G6), so how much is applied is counted
 * from the last multiple on, and not from the own last snapshot: members fall into step again,
 * whenever they were started. Only the size of the last one and the time that saving takes are
 * their own, and may put them out of step for a while: then whoever has begun to borrow one may
 * have to begin anew where it goes on with another lender.
 *
 * @param bytes of the values applied since the last one was taken
 * @param counted of those applied since the last multiple
 * @param much the value applied last has made it much: not one before, so that members that take
 *     longer to save take the next one at the same slots as all
 * @param size of the last one that was saved, in bytes; 0 if there was none
 * @param saving one is on its way to the disk
 * @param savedThrough the newest one that is safe there holds the state after this slot; 0 if there
 *     is none
 */
record Cadence(
    ReplicaSettings settings,
    long bytes,
    long counted,
    boolean much,
    long size,
    boolean saving,
    long savedThrough) {
  /** At a multiple at least one in so many bytes of the last one must have been applied. */
  private static final int SHARE = 4;

  /** Whatever its size, one is due at each multiple of so many: then all members take one. */
  private static final int MULTIPLES = 4;

  /** Of a replica that begins after this slot. */
  static Cadence from(ReplicaSettings settings, long slot) {
    return new Cadence(settings, 0, 0, false, 0, false, slot);
  }

  /** With the value of the next slot. */
  Cadence applied(long slot, Value value) {
    long more = counted + value.size();
    return new Cadence(
        settings,
        bytes + value.size(),
        multiple(slot) ? 0 : more,
        more / step() > counted / step(),
        size,
        saving,
        savedThrough);
  }

  /** In powers of two, so that sizes that differ a little give the same slots. */
  private long step() {
    long step = settings.snapshotBytes();
    while (step < size) {
      step *= 2;
    }
    return step;
  }

  private boolean multiple(long slot) {
    return slot % settings.snapshotSlots() == 0;
  }

  /** Whether the state after this slot, the last one applied, is to be kept. */
  boolean due(long slot) {
    return settings.snapshotStore().isPresent()
        && !saving
        && (much || (multiple(slot) && worthwhile(slot)));
  }

  private boolean worthwhile(long slot) {
    return bytes >= size / SHARE || slot % ((long) MULTIPLES * settings.snapshotSlots()) == 0;
  }

  /** Why none can be taken after this slot, the last one applied, though somebody asks for one. */
  Optional<SnapshotFailedException> refusal(long slot) {
    if (settings.snapshotStore().isEmpty()) {
      return refused(
          Reason.NO_STORE,
          "this member has no snapshot store: name one in synod.replica.snapshot-store and start it"
              + " again");
    }
    if (saving) {
      return refused(
          Reason.UNDER_WAY,
          "a snapshot is being saved already, the newest on the disk is of slot %d: ask again when"
              + " the status tells a later one",
          savedThrough);
    }
    return slot == 0
        ? refused(Reason.NOT_READY, "nothing is applied yet: ask again after the first command")
        : Optional.empty();
  }

  private static Optional<SnapshotFailedException> refused(
      Reason reason, String line, Object... facts) {
    return Optional.of(new SnapshotFailedException(reason, String.format(line, facts)));
  }

  Cadence taken() {
    return new Cadence(settings, 0, counted, false, size, true, savedThrough);
  }

  /** With one of so many bytes on the disk. */
  Cadence saved(long slot, long written) {
    return new Cadence(
        settings, bytes, counted, much, written, false, Math.max(savedThrough, slot));
  }

  /** With one of another member, whatever becomes of the own that may be on its way to the disk. */
  Cadence borrowed(long slot) {
    return new Cadence(settings, bytes, counted, much, size, saving, Math.max(savedThrough, slot));
  }

  /** To be tried again when the next one is due. */
  Cadence failed() {
    return new Cadence(settings, bytes, counted, much, size, false, savedThrough);
  }
}
