package dev.synod.demo.commit;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Lines of a text, each read only as far as it may go: the rest of a longer one is passed over. */
final class Lines {
  private final Reader reader;
  private final int longest;

  /**
   * Lines of this text.
   *
   * @param longest characters; of a longer line one more is given, so that it can be told
   */
  Lines(Reader reader, int longest) {
    this.reader = reader;
    this.longest = longest;
  }

  /** The next line; nothing at the end. */
  Optional<String> next() throws IOException {
    int read = reader.read();
    if (read < 0) {
      return Optional.empty();
    }
    StringBuilder line = new StringBuilder();
    while (read >= 0 && read != '\n') {
      if (line.length() <= longest) {
        line.append((char) read);
      }
      read = reader.read();
    }
    return Optional.of(line.toString());
  }
}
