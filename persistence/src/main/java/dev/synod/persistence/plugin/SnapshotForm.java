package dev.synod.persistence.plugin;

import dev.synod.persistence.store.SnapshotId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

  /** In parts, of which the state's is not copied; throws whatever its serializer throws. */
  List<ByteBuffer> write(SnapshotMetadata metadata, Object snapshot) {
    Form.Serialized state = form.serialize(snapshot);
    Option<Object> more = metadata.metadata();
    Form.Serialized extra = more.isDefined() ? form.serialize(more.get()) : null;
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(ByteBuffer.wrap(new byte[] {(byte) (extra == null ? 0 : METADATA)}));
    parts.addAll(state.parts());
    if (extra != null) {
      parts.addAll(extra.parts());
    }
    return parts;
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
