package dev.synod.persistence.contract;

import java.util.concurrent.CountDownLatch;
import org.apache.pekko.serialization.JSerializer;

/** A snapshot whose serializer is busy until it is released, and then fails. */
final class Stuck {
  private final CountDownLatch released = new CountDownLatch(1);

  void release() {
    released.countDown();
  }

  /** Pekko finds it by configuration. */
  public static final class Serializer extends JSerializer {
    @Override
    public int identifier() {
      return 74_002;
    }

    @Override
    public boolean includeManifest() {
      return false;
    }

    @Override
    public byte[] toBinary(Object stuck) {
      try {
        ((Stuck) stuck).released.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new IllegalStateException("it was stuck, and can't be written");
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
      throw new IllegalStateException("none was ever written");
    }
  }
}
