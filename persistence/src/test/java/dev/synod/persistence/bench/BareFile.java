package dev.synod.persistence.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The least that durability costs: a file of zeros, over which events are written and synced. */
final class BareFile extends Syncs {
  private static final int SIZE = 256 << 20;

  private final FileChannel file;
  private ByteBuffer batch = ByteBuffer.allocateDirect(1 << 20);
  private long at;

  BareFile(Path dir) throws IOException {
    file =
        FileChannel.open(
            dir.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    for (int from = 0; from < SIZE; from += batch.capacity()) {
      file.write(batch.clear(), from);
    }
    file.force(true);
  }

  @Override
  void write(byte[] event, int times) throws IOException {
    int size = event.length * times;
    if (batch.capacity() < size) {
      batch = ByteBuffer.allocateDirect(size);
    }
    batch.clear();
    for (int i = 0; i < times; i++) {
      batch.put(event);
    }
    at = at + size > SIZE ? 0 : at;
    file.write(batch.flip(), at);
    file.force(false);
    at += size;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
