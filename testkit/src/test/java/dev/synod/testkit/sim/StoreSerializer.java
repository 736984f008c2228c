package dev.synod.testkit.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.synod.testkit.sim.Store.Append;
import dev.synod.testkit.sim.Store.Get;
import dev.synod.testkit.sim.Store.Poison;
import dev.synod.testkit.sim.Store.Swap;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What is asked of {@link Store} as lines of text. */
public final class StoreSerializer extends SerializerWithStringManifest {
  @Override
  public int identifier() {
    return 7399;
  }

  @Override
  public String manifest(Object object) {
    return object.getClass().getSimpleName();
  }

  @Override
  public byte[] toBinary(Object object) {
    if (object instanceof Append append) {
      return line(append.key(), append.word());
    }
    if (object instanceof Swap swap) {
      return line(swap.key(), swap.expected(), swap.next());
    }
    return line(object instanceof Get get ? get.key() : ((Poison) object).key());
  }

  private static byte[] line(String... words) {
    return String.join(" ", words).getBytes(UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    String[] words = new String(bytes, UTF_8).split(" ", -1);
    return switch (manifest) {
      case "Append" -> new Append(words[0], words[1]);
      case "Swap" -> new Swap(words[0], words[1], words[2]);
      case "Get" -> new Get(words[0]);
      case "Poison" -> new Poison(words[0]);
      default -> throw new IllegalArgumentException("no command is called " + manifest);
    };
  }
}
