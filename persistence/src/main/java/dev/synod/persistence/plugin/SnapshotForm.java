package dev.synod.persistence.plugin;

import dev.synod.persistence.store.SnapshotId;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A snapshot as the store keeps it: a byte of flags, the state, and the metadata if there is some.
 */
final class SnapshotForm {
  private static final int METADATA = 1;

  private final Form form;

  SnapshotForm(ExtendedActorSystem system) {
    this.form = new Form(system);
  }

  /** Throws whatever the state's serializer throws. */
  ByteBuffer write(SnapshotMetadata metadata, Object snapshot) {
    Form.Serialized state = form.serialize(snapshot);
    Option<Object> more = metadata.metadata();
    Form.Serialized extra = more.isDefined() ? form.serialize(more.get()) : null;
    ByteBuffer bytes = ByteBuffer.allocate(1 + state.size() + (extra == null ? 0 : extra.size()));
    bytes.put((byte) (extra == null ? 0 : METADATA));
    state.write(bytes);
    if (extra != null) {
      extra.write(bytes);
    }
    return bytes.flip();
  }

  /** A snapshot's parts, still as bytes. */
  record Opened(Form.Serialized state, Form.@Nullable Serialized metadata) {}

  /** Takes a snapshot apart. */
  static Opened open(String persistenceId, long sequence, ByteBuffer bytes) {
    int flags = bytes.get();
    if ((flags & ~METADATA) != 0) {
      throw new IllegalStateException(
          "snapshot %d of '%s' has a form that this release does not know (flags %d)"
              .formatted(sequence, persistenceId, flags));
    }
    Form.Serialized state = Form.Serialized.read(bytes);
    return new Opened(state, (flags & METADATA) == 0 ? null : Form.Serialized.read(bytes));
  }

  /** Throws if the state's serializer is missing or can't read it. */
  SelectedSnapshot read(String persistenceId, SnapshotId id, ByteBuffer bytes) {
    Opened parts = open(persistenceId, id.sequence(), bytes);
    Object state = form.deserialize(parts.state);
    Option<Object> extra =
        parts.metadata == null ? Option.empty() : Option.apply(form.deserialize(parts.metadata));
    return new SelectedSnapshot(
        new SnapshotMetadata(persistenceId, id.sequence(), id.time(), extra), state);
  }
}
