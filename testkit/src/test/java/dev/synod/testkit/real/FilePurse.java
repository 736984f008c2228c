package dev.synod.testkit.real;

import dev.synod.api.Choice;
import dev.synod.api.Participant;
import dev.synod.api.TransactionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A resource manager whose disk is a file: one line for all that is prepared ({@code P id part}),
 * committed ({@code C id}) or aborted ({@code A id}), synced before it is said. A part is {@code
 * token change}.
 */
final class FilePurse implements Participant<String> {
  private final FileChannel file;
  private final TreeMap<TransactionId, String> prepared = new TreeMap<>();
  private final TreeSet<TransactionId> ended = new TreeSet<>();

  FilePurse(Path path) {
    try {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      for (String line : lines(path)) {
        TransactionId transaction = TransactionId.parse(line.split(" ", -1)[1]);
        if (line.startsWith("P")) {
          prepared.put(transaction, line);
        } else {
          prepared.remove(transaction);
          ended.add(transaction);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no purse at " + path, e);
    }
  }

  /** All whole lines: a kill may have cut the last one short, of which nothing was said. */
  static List<String> lines(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    String text = Files.readString(path);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().filter(l -> !l.isEmpty()).toList();
  }

  private void write(String line) {
    try {
      // Behind a line that was cut short a new one begins.
      ByteBuffer bytes = ByteBuffer.wrap(("\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("the purse can't be written", e);
    }
  }

  @Override
  public synchronized CompletionStage<Choice> prepare(TransactionId transaction, String part) {
    String line = "P %s %s".formatted(transaction, part);
    write(line);
    prepared.put(transaction, line);
    return CompletableFuture.completedStage(Choice.COMMIT);
  }

  @Override
  public synchronized CompletionStage<Void> commit(TransactionId transaction) {
    return end("C", transaction);
  }

  @Override
  public synchronized CompletionStage<Void> abort(TransactionId transaction) {
    return end("A", transaction);
  }

  private CompletionStage<Void> end(String outcome, TransactionId transaction) {
    if (ended.add(transaction)) {
      write(outcome + " " + transaction);
      prepared.remove(transaction);
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<Collection<TransactionId>> prepared() {
    return CompletableFuture.completedStage(List.copyOf(prepared.keySet()));
  }
}
