package dev.synod.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.BaseSerializer$;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Where Pekko asks for bytes: every message between members, every event in a journal and every
 * snapshot of a replica passes here.
 *
 * <p>What can't be read (an unknown manifest, a newer format version, damaged bytes) is a
 * NotSerializableException with the manifest and the reason. Artery then drops the message and
 * keeps the connection; a journal fails its replay, a snapshot store its loading, and the member
 * stops.
 */
public final class SynodSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  private static final List<Form<?, ?>> FORMS =
      Stream.of(
              List.of(MessageCodec.FORM),
              EventCodec.FORMS,
              SnapshotCodec.FORMS,
              ClientCodec.FORMS,
              RegisterCodec.FORMS,
              TransactionCodec.FORMS)
          .<Form<?, ?>>flatMap(List::stream)
          .toList();

  private final int identifier;

  /** Made by Pekko, which also says under which number this serializer is registered. */
  public SynodSerializer(ExtendedActorSystem system) {
    identifier = BaseSerializer$.MODULE$.identifierFromConfig(SynodSerializer.class, system);
  }

  @Override
  public int identifier() {
    return identifier;
  }

  @Override
  public String manifest(Object object) {
    return formOf(object).manifest();
  }

  @Override
  public byte[] toBinary(Object object) {
    return formOf(object).encode(object).toByteArray();
  }

  /** Throws BufferOverflowException, which Artery reports as an oversized message, if it is one. */
  @Override
  public void toBinary(Object object, ByteBuffer buffer) {
    MessageLite message = formOf(object).encode(object);
    if (message.getSerializedSize() > buffer.remaining()) {
      throw new BufferOverflowException();
    }
    // The buffer is Artery's own, little-endian, with the frame's header in it: left in another
    // order it would ruin the frame.
    ByteOrder order = buffer.order();
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(buffer);
      message.writeTo(output);
      output.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      buffer.order(order);
    }
  }

  /** The bytes are not copied: whoever hands them over leaves them as they are, as Pekko does. */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    input.enableAliasing(true);
    return read(input, manifest);
  }

  /** The bytes are copied: Artery uses the buffer for the next frame. */
  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    ByteOrder order = buffer.order();
    try {
      return read(CodedInputStream.newInstance(buffer), manifest);
    } finally {
      buffer.order(order);
    }
  }

  private static Object read(CodedInputStream input, String manifest)
      throws NotSerializableException {
    Form<?, ?> form = formFor(manifest);
    try {
      return form.decode(input);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw refusal("can't read manifest '" + manifest + "': " + unreadable.getMessage());
    }
  }

  private static Form<?, ?> formOf(Object object) {
    for (Form<?, ?> form : FORMS) {
      if (form.type() == object.getClass()) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "Synod has no bytes for " + object.getClass().getName() + ": give it a Form in its codec");
  }

  private static Form<?, ?> formFor(String manifest) throws NotSerializableException {
    for (Form<?, ?> form : FORMS) {
      if (form.manifest().equals(manifest)) {
        return form;
      }
    }
    throw refusal(
        "unknown manifest '"
            + manifest
            + "', this release reads format version "
            + WordCodec.FORMAT
            + ": bring all members to the newer release");
  }

  private static NotSerializableException refusal(String reason) {
    return new NotSerializableException("Synod: " + reason);
  }
}
