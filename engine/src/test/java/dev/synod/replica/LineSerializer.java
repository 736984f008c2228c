package dev.synod.replica;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes the tests' commands; some it can't read back. */
public final class LineSerializer extends SerializerWithStringManifest {
  static final int ID = 990017;

  @Override
  public int identifier() {
    return ID;
  }

  @Override
  public String manifest(Object object) {
    return object instanceof Journal.Line ? "line" : "other";
  }

  @Override
  public byte[] toBinary(Object object) {
    String text = object instanceof Journal.Line line ? line.text() : "?";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (manifest.equals("line") && !text.startsWith("unreadable")) {
      return new Journal.Line(text);
    }
    throw new IllegalArgumentException("can't read " + manifest);
  }
}
