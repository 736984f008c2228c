package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The real disk until its power is gone: from then on every call fails, and {@link #restart} leaves
 * of what was not synced only what chance has it, sector by sector and name by name.
 */
final class PowerLossDisk implements Disk {
  static final String GONE = "power is gone";

  private static final int SECTOR = 512;

  private final Map<Path, Node> seen = new HashMap<>();
  private final Map<Path, Node> durable = new HashMap<>();
  private final Set<Path> touched = new HashSet<>();
  private final List<Runnable> unsynced = new ArrayList<>();
  private int left;

  /** What a file holds, as processes see it and as the disk has it. */
  private static final class Node {
    private byte[] seen = {};
    private byte[] durable = {};
    private final Set<Integer> dirty = new TreeSet<>();
  }

  /** Power for so many calls that change anything. */
  PowerLossDisk(int calls) {
    this.left = calls;
  }

  /** Each call that changes anything needs power; in the last one it goes. */
  private void need() throws IOException {
    left--;
    if (left <= 0) {
      throw new IOException(GONE);
    }
  }

  /** What was there before the power came is durable. */
  private void meet(Path path) throws IOException {
    if (touched.add(path) && Files.exists(path)) {
      Node node = new Node();
      node.seen = Files.readAllBytes(path);
      node.durable = node.seen.clone();
      seen.put(path, node);
      durable.put(path, node);
    }
  }

  @Override
  public synchronized File create(Path path) throws IOException {
    need();
    meet(path);
    File file = Disk.real().create(path);
    Node node = new Node();
    seen.put(path, node);
    unsynced.add(() -> durable.put(path, node));
    return new Watched(file, node);
  }

  @Override
  public synchronized File open(Path path) throws IOException {
    meet(path);
    File file = Disk.real().open(path);
    Node node = seen.get(path);
    if (node == null) {
      throw new IOException("%s is nowhere".formatted(path));
    }
    return new Watched(file, node);
  }

  @Override
  public File read(Path path) throws IOException {
    return Disk.real().read(path);
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    need();
    meet(from);
    meet(to);
    Disk.real().move(from, to);
    Node node = seen.remove(from);
    if (node == null) {
      throw new IOException("%s is nowhere".formatted(from));
    }
    seen.put(to, node);
    unsynced.add(
        () -> {
          durable.remove(from);
          durable.put(to, node);
        });
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    need();
    meet(path);
    Disk.real().delete(path);
    seen.remove(path);
    unsynced.add(() -> durable.remove(path));
  }

  @Override
  public void createDirectory(Path path) throws IOException {
    Disk.real().createDirectory(path);
  }

  @Override
  public synchronized void syncDirectory(Path path) throws IOException {
    need();
    unsynced.forEach(Runnable::run);
    unsynced.clear();
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return Disk.real().list(directory);
  }

  @Override
  public long free(Path directory) {
    return Long.MAX_VALUE;
  }

  /** The power goes, if it has not; what comes back is what is on the disk then. */
  synchronized void restart(Random random) throws IOException {
    left = 0;
    unsynced.stream().filter(name -> random.nextBoolean()).forEach(Runnable::run);
    int kept = random.nextInt(4);
    for (Path path : touched) {
      Files.deleteIfExists(path);
    }
    for (Map.Entry<Path, Node> each : durable.entrySet()) {
      Node node = each.getValue();
      byte[] bytes = node.durable;
      for (int sector : node.dirty) {
        if (kept == 1 || (kept > 1 && random.nextBoolean())) {
          int to = Math.min(node.seen.length, (sector + 1) * SECTOR);
          bytes = bytes.length < to ? Arrays.copyOf(bytes, to) : bytes;
          System.arraycopy(
              node.seen, sector * SECTOR, bytes, sector * SECTOR, to - sector * SECTOR);
        }
      }
      Files.write(each.getKey(), bytes);
    }
  }

  private final class Watched implements File {
    private final File file;
    private final Node node;

    Watched(File file, Node node) {
      this.file = file;
      this.node = node;
    }

    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
      synchronized (PowerLossDisk.this) {
        if (left <= 0) {
          throw new IOException(GONE);
        }
        int from = Math.toIntExact(at);
        int to = from + bytes.remaining();
        if (node.seen.length < to) {
          node.seen = Arrays.copyOf(node.seen, to);
        }
        bytes.duplicate().get(node.seen, from, to - from);
        for (int sector = from / SECTOR; sector * SECTOR < to; sector++) {
          node.dirty.add(sector);
        }
        file.write(bytes, at);
        need();
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (PowerLossDisk.this) {
        need();
        node.durable = node.seen.clone();
        node.dirty.clear();
      }
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      return file.read(into, at);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
