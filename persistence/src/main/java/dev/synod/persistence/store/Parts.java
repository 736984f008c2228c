package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What is left of bytes that lie in several buffers, which stay as they are. */
final class Parts {
  private final Deque<ByteBuffer> parts = new ArrayDeque<>();
  private long size;

  Parts(List<ByteBuffer> bytes) {
    for (ByteBuffer part : bytes) {
      parts.add(part.slice());
      size += part.remaining();
    }
  }

  long size() {
    return size;
  }

  /** Takes so many, or all that are left; they are copied only where they lie in two buffers. */
  ByteBuffer next(int most) {
    int count = (int) Math.min(most, size);
    drain();
    ByteBuffer first = parts.element();
    if (first.remaining() >= count) {
      return take(first, count);
    }
    ByteBuffer joined = ByteBuffer.allocate(count);
    while (joined.hasRemaining()) {
      drain();
      ByteBuffer part = parts.element();
      joined.put(take(part, Math.min(part.remaining(), joined.remaining())));
    }
    return joined.flip();
  }

  private void drain() {
    while (!parts.element().hasRemaining()) {
      parts.remove();
    }
  }

  private ByteBuffer take(ByteBuffer from, int count) {
    ByteBuffer taken = from.slice(from.position(), count);
    from.position(from.position() + count);
    size -= count;
    return taken;
  }
}
