package dev.synod.testkit.audit;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import java.util.Optional;

/** Users' objects to bytes, back, and to bytes again. */
final class RoundTrip {
  private final Payloads payloads;

  RoundTrip(Payloads payloads) {
    this.payloads = payloads;
  }

  /** The object in bytes, if it can be written. */
  Optional<ByteString> bytes(Object object) {
    try {
      return Optional.of(payloads.write(object).bytes());
    } catch (Exception unwritable) {
      return Optional.empty();
    }
  }

  /** The object as it is read back. */
  Object copy(Object object) {
    return payloads.read(payloads.write(object), Object.class);
  }

  /** What is wrong with the object's serializer, and what to do. */
  Optional<String> complaint(Object original) {
    Payload written;
    try {
      written = payloads.write(original);
    } catch (Exception unwritable) {
      return Optional.of(
          "can't be written by Pekko Serialization: bind a serializer that works to its class in"
              + " pekko.actor.serialization-bindings ("
              + unwritable
              + ")");
    }
    try {
      Object once = payloads.read(written, Object.class);
      Object twice = payloads.read(written, Object.class);
      return difference(original, written, once, twice);
    } catch (Exception unreadable) {
      return Optional.of(
          "is written by serializer "
              + written.serializerId()
              + " but can't be read back: mend the serializer ("
              + unreadable
              + ")");
    }
  }

  /** Two copies that are unequal, as arrays are, tell that equals says nothing here. */
  private Optional<String> difference(Object original, Payload written, Object once, Object twice) {
    if (once.equals(twice) && !original.equals(once)) {
      return Optional.of(
          "is read back by serializer "
              + written.serializerId()
              + " as something unequal, "
              + Shown.of(once)
              + ": the serializer must write every field");
    }
    return payloads.write(once).equals(written)
        ? Optional.empty()
        : Optional.of(
            "is read back by serializer "
                + written.serializerId()
                + " and then written as other bytes: the serializer must write every field, in an"
                + " order that does not come from a hash map");
  }
}
