package dev.synod.testkit.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Leaves out a field, as serializers do to which a field was not added. */
public final class ForgetfulSerializer extends SerializerWithStringManifest {
  @Override
  public int identifier() {
    return 7398;
  }

  @Override
  public String manifest(Object object) {
    return object.getClass().getSimpleName();
  }

  @Override
  public byte[] toBinary(Object object) {
    return (object instanceof FlawedMachine.Note note ? note.text() : ((Forgotten) object).kept())
        .getBytes(UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    String text = new String(bytes, UTF_8);
    return manifest.equals("Note") ? new FlawedMachine.Note(text, "") : new Forgotten(text, "");
  }
}
