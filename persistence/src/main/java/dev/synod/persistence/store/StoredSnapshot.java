package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A snapshot that the store has; its bytes are read by {@link #read()}, all of them or none (rule
 * D2).
 */
public final class StoredSnapshot {
  private final Replay.Source source;
  private final String owner;
  private final Entry.Snapshot snapshot;
  private final Supplier<CompletableFuture<Boolean>> there;

  /**
   * One that was found.
   *
   * @param there whether the store has it now; asked only if it can't be read
   */
  StoredSnapshot(
      Replay.Source source,
      String owner,
      Entry.Snapshot snapshot,
      Supplier<CompletableFuture<Boolean>> there) {
    this.source = source;
    this.owner = owner;
    this.snapshot = snapshot;
    this.there = there;
  }

  /** Which one it is. */
  public SnapshotId id() {
    return snapshot.id();
  }

  /** How many bytes it has. */
  public long length() {
    return snapshot.length();
  }

  /**
   * Its bytes, read on the caller's thread, which waits for the disk.
   *
   * @throws StoreException if they are not what was saved; of kind {@link StoreException.Kind#GONE}
   *     if it was deleted meanwhile
   */
  public byte[] read() {
    try {
      return bytes();
    } catch (StoreException unread) {
      if (unread.kind() == StoreException.Kind.DAMAGED && !there.get().join()) {
        throw new StoreException(
            StoreException.Kind.GONE,
            "%s: snapshot %d of '%s' was deleted before it was read"
                .formatted(source.layout().journal(), id().sequence(), owner),
            unread);
      }
      throw unread;
    }
  }

  private byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(snapshot.length()));
    try {
      for (int i = 0; i < snapshot.chunks().size(); i++) {
        chunk(i, snapshot.chunks().get(i), bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw StoreException.interrupted(
          "%s: snapshot %d of '%s'".formatted(source.layout().journal(), id().sequence(), owner),
          e);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "%s: snapshot %d of '%s' can't be read (%s); check the disk"
              .formatted(source.layout().journal(), id().sequence(), owner, e),
          e);
    }
    if (bytes.hasRemaining() || !sha256(List.of(bytes.flip())).equals(snapshot.hash())) {
      throw damaged();
    }
    return bytes.array();
  }

  private void chunk(int index, Place place, ByteBuffer into) throws IOException {
    try (SegmentReader reader =
        SegmentReader.open(
            source.disk(),
            source.layout().segment(place.segment()),
            source.incarnation(),
            place.segment(),
            SegmentHeader.SIZE)) {
      Frame frame = reader.at(place.position());
      if (frame == null
          || !(frame.kind() == Kind.CHUNK && frame.entry() instanceof Entry.Chunk chunk)
          || chunk.snapshot() != snapshot.snapshot()
          || chunk.index() != index
          || chunk.bytes().remaining() > into.remaining()) {
        throw StoreException.damaged(
            reader.path(),
            place.position(),
            "chunk %d of snapshot %d of '%s' is not there"
                .formatted(index, id().sequence(), owner));
      }
      into.put(chunk.bytes());
    }
  }

  private StoreException damaged() {
    return new StoreException(
        StoreException.Kind.DAMAGED,
        "%s: snapshot %d of '%s' is not what was saved; remove the store and replace its member"
            .formatted(source.layout().journal(), id().sequence(), owner));
  }

  /** The hash that closes a snapshot. */
  static ByteBuffer sha256(List<ByteBuffer> bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      bytes.forEach(part -> digest.update(part.duplicate()));
      return ByteBuffer.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java platform has SHA-256", e);
    }
  }
}
