package dev.synod.persistence.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes {@link Note}s; Pekko finds it by configuration. It insists on what Pekko promises it. */
public final class NoteSerializer extends SerializerWithStringManifest {
  private static final String MANIFEST = "note-1";

  private final ExtendedActorSystem system;

  /** Pekko calls this. */
  public NoteSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return 74_001;
  }

  @Override
  public String manifest(Object note) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object object) {
    requireTransport();
    Note note = (Note) object;
    if (note.text().equals(Note.UNSPEAKABLE)) {
      throw new IllegalStateException("a note that its serializer fails on");
    }
    return (Serialization.serializedActorPath(note.reader()) + "\n" + note.text())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    requireTransport();
    if (!manifest.equals(MANIFEST)) {
      throw new IllegalArgumentException(
          "manifest %s was written as %s".formatted(manifest, MANIFEST));
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    return new Note(lines.get(1), system.provider().resolveActorRef(lines.get(0)));
  }

  /** Without it an actor's path would be written as no other process could read it. */
  private void requireTransport() {
    Serialization.Information transport = Serialization.getCurrentTransportInformation();
    if (transport.system() != system) {
      throw new IllegalStateException("the plugin serializes for another system: " + transport);
    }
  }
}
