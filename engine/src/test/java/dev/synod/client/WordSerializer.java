package dev.synod.client;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes the tests' words; some it can't read back. */
public final class WordSerializer extends SerializerWithStringManifest {

  @Override
  public int identifier() {
    return 990018;
  }

  @Override
  public String manifest(Object object) {
    return object.getClass().getSimpleName();
  }

  @Override
  public byte[] toBinary(Object object) {
    String text =
        object instanceof ClientScene.Say say
            ? say.text()
            : object instanceof ClientScene.Heard heard ? heard.text() : "";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith("unreadable")) {
      throw new IllegalArgumentException("can't read " + text);
    }
    return switch (manifest) {
      case "Say" -> new ClientScene.Say(text);
      case "Heard" -> new ClientScene.Heard(text);
      default -> new ClientScene.Ask();
    };
  }
}
