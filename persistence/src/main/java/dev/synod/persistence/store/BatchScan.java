package dev.synod.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through one segment, batch by batch, as far as all is right. */
final class BatchScan {
  /** An entry of a batch that is whole, and where its frame begins. */
  record Placed(int position, Frame frame, Entry entry) {}

  private final SegmentReader reader;
  private Chain chain;
  private int position = SegmentHeader.SIZE;
  private String trouble = "";

  BatchScan(SegmentReader reader, Chain chain) {
    this.reader = reader;
    this.chain = chain;
  }

  /**
   * The next batch, or an empty list where the batches end, for better or worse. The entries are
   * views that the next call overwrites.
   */
  List<Placed> next() throws IOException {
    Frame first = reader.at(position);
    Entry.Batch batch = batch(first);
    if (first == null || batch == null) {
      return List.of();
    }
    if (!chain.continuesWith(first)) {
      trouble =
          "record %d stands where the next after %d should"
              .formatted(first.counter(), chain.counter());
      return List.of();
    }
    int at = position + first.length();
    int end = at + batch.bytes();
    reader.hold(position, end - position);
    List<Placed> placed = new ArrayList<>(batch.frames());
    Chain along = chain.known() ? chain : new Chain(first.previous(), first.counter() - 1, true);
    while (placed.size() < batch.frames()) {
      Frame frame = at < end ? reader.at(at) : null;
      if (frame == null || !along.continuesWith(frame)) {
        trouble = "no record %d begins at byte %d".formatted(along.counter() + 1, at);
        return List.of();
      }
      placed.add(placed(at, frame));
      along = Chain.after(frame);
      at += frame.length();
    }
    if (at + Integer.BYTES != end || reader.fourBytes(at) != BatchBuffer.END) {
      trouble = "the batch does not end at byte %d".formatted(at);
      return List.of();
    }
    chain = along;
    position = end;
    return placed;
  }

  private Placed placed(int at, Frame frame) {
    try {
      return new Placed(at, frame, frame.entry());
    } catch (IllegalArgumentException e) {
      throw StoreException.damaged(reader.path(), at, String.valueOf(e.getMessage()));
    }
  }

  /** What a batch's first frame says, if it is one that can be. */
  private Entry.@Nullable Batch batch(@Nullable Frame first) {
    if (first == null || first.kind() != Kind.BATCH) {
      trouble = "no batch begins here";
      return null;
    }
    Entry.Batch batch = (Entry.Batch) placed(position, first).entry();
    int room = reader.capacity() - position - first.length();
    if (batch.bytes() > room || batch.frames() < 1 || batch.frames() > batch.bytes()) {
      throw StoreException.damaged(reader.path(), position, "the batch is longer than its segment");
    }
    return batch;
  }

  /** Where the next batch would begin. */
  int position() {
    return position;
  }

  /** The last frame that was right. */
  Chain chain() {
    return chain;
  }

  /** Why there is no next batch. */
  String trouble() {
    return trouble;
  }
}
