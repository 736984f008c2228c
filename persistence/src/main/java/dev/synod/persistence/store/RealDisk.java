package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The machine's own file system, through channels. */
enum RealDisk implements Disk {
  INSTANCE;

  @Override
  public File create(Path path) throws IOException {
    return opened(
        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public File open(Path path) throws IOException {
    return opened(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public File read(Path path) throws IOException {
    return opened(path, StandardOpenOption.READ);
  }

  private static File opened(Path path, OpenOption... options) throws IOException {
    return new Channel(FileChannel.open(path, options));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public void createDirectory(Path path) throws IOException {
    Files.createDirectory(path);
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    if (java.io.File.separatorChar == '\\') {
      return; // Windows opens no directory; its file system journals names by itself.
    }
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Override
  public long free(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private record Channel(FileChannel channel) implements File {
    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
      long position = at;
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      int total = 0;
      while (into.hasRemaining()) {
        int count = channel.read(into, at + total);
        if (count < 0) {
          break;
        }
        total += count;
      }
      return total;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
