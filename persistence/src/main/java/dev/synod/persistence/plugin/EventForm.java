package dev.synod.persistence.plugin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A persistent event as the store keeps it: a byte of flags, the time, the writer, the adapter's
 * manifest if there is one, the payload, and the metadata if there is some. Its persistence id and
 * sequence number stand in the store's own record.
 */
final class EventForm {
  private static final int UUID_WRITER = 1;
  private static final int ADAPTED = 2;
  private static final int METADATA = 4;
  private static final int FLAGS = 7;

  private final Form form;

  EventForm(ExtendedActorSystem system) {
    this.form = new Form(system);
  }

  /** In parts, for they may be large. Throws whatever the payload's serializer throws. */
  List<ByteBuffer> write(PersistentRepr event) {
    Form.Serialized payload = form.serialize(untagged(event.payload()));
    Option<Object> metadata = event.metadata();
    Form.Serialized extra = metadata.isDefined() ? form.serialize(metadata.get()) : null;
    byte[] adapted = utf8(event.manifest());
    byte[] writer = utf8(event.writerUuid());
    UUID uuid = uuid(event.writerUuid());
    int flags =
        (uuid == null ? 0 : UUID_WRITER)
            | (adapted.length == 0 ? 0 : ADAPTED)
            | (extra == null ? 0 : METADATA);
    ByteBuffer head =
        ByteBuffer.allocate(
            1
                + Long.BYTES
                + (uuid == null ? Short.BYTES + writer.length : 2 * Long.BYTES)
                + (adapted.length == 0 ? 0 : Short.BYTES + adapted.length));
    head.put((byte) flags).putLong(stamp(event));
    if (uuid == null) {
      text(head, writer);
    } else {
      head.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }
    if (adapted.length > 0) {
      text(head, adapted);
    }
    List<ByteBuffer> parts = new ArrayList<>(List.of(head.flip()));
    parts.addAll(payload.parts());
    if (extra != null) {
      parts.addAll(extra.parts());
    }
    return parts;
  }

  /** Tags are for journals that are asked for them; this one is not, and the user gave an event. */
  private static Object untagged(Object payload) {
    return payload instanceof Tagged tagged ? tagged.payload() : payload;
  }

  /** An event's parts, its objects still as bytes. */
  record Opened(
      long time,
      String writer,
      String adapted,
      Form.Serialized payload,
      Form.@Nullable Serialized metadata) {}

  /** Takes an event apart. */
  static Opened open(String id, long sequence, ByteBuffer bytes) {
    int flags = bytes.get();
    if ((flags & ~FLAGS) != 0) {
      throw new IllegalStateException(
          "event %d of '%s' has a form that this release does not know (flags %d)"
              .formatted(sequence, id, flags));
    }
    long time = bytes.getLong();
    String writer =
        (flags & UUID_WRITER) != 0
            ? new UUID(bytes.getLong(), bytes.getLong()).toString()
            : text(bytes);
    String adapted = (flags & ADAPTED) != 0 ? text(bytes) : "";
    Form.Serialized payload = Form.Serialized.read(bytes);
    return new Opened(
        time,
        writer,
        adapted,
        payload,
        (flags & METADATA) == 0 ? null : Form.Serialized.read(bytes));
  }

  /** Throws if the payload's serializer is missing or can't read it. */
  PersistentRepr read(String id, long sequence, ByteBuffer bytes) {
    Opened parts = open(id, sequence, bytes);
    PersistentRepr event =
        PersistentRepr.apply(
                form.deserialize(parts.payload),
                sequence,
                id,
                parts.adapted,
                false,
                ActorRef.noSender(),
                parts.writer)
            .withTimestamp(parts.time);
    return parts.metadata == null ? event : event.withMetadata(form.deserialize(parts.metadata));
  }

  /** The text as a UUID, if that gives the same text back. */
  private static @Nullable UUID uuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? uuid : null;
    } catch (IllegalArgumentException other) {
      return null;
    }
  }

  private static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0xffff) {
      throw new IllegalArgumentException(
          "a manifest or writer of %d bytes is too long; 65535 are allowed"
              .formatted(bytes.length));
    }
    return bytes;
  }

  private static void text(ByteBuffer to, byte[] text) {
    to.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer from) {
    byte[] text = new byte[from.getShort() & 0xffff];
    from.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** When the event was stored, if nobody has said it: for people, nothing is decided by it. */
  private static long stamp(PersistentRepr event) {
    return event.timestamp() == 0 ? System.currentTimeMillis() : event.timestamp();
  }
}
