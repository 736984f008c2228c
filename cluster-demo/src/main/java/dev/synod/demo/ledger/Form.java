package dev.synod.demo.ledger;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one kind of value is written as bytes.
 *
 * @param manifest its name on disk and on the wire: never to be reused for another form
 */
record Form<T>(String manifest, Class<T> type, Writer<T> writer, Reader<T> reader) {

  /** Writes the parts of a value. */
  @FunctionalInterface
  interface Writer<T> {
    void write(DataOutputStream out, T value) throws IOException;
  }

  /** Reads them in the same order, from an array. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ByteBuffer in) throws EOFException;
  }

  void write(DataOutputStream out, Object value) throws IOException {
    writer.write(out, type.cast(value));
  }

  T read(byte[] bytes) throws EOFException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return reader.read(in);
    } catch (BufferUnderflowException ended) {
      throw new EOFException("a number ends after " + in.remaining() + " B");
    }
  }

  /** UTF-8 behind its length; writeUTF ends at 64 KiB. */
  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(ByteBuffer in) throws EOFException {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new EOFException("text of " + length + " B ends after " + in.remaining() + " B");
    }
    int start = in.arrayOffset() + in.position();
    in.position(in.position() + length);
    return new String(in.array(), start, length, StandardCharsets.UTF_8);
  }

  static boolean truth(ByteBuffer in) {
    return in.get() != 0;
  }

  static void maybe(DataOutputStream out, Optional<String> text) throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      text(out, text.get());
    }
  }

  static Optional<String> maybe(ByteBuffer in) throws EOFException {
    return truth(in) ? Optional.of(text(in)) : Optional.empty();
  }

  /** In the order of the keys, so that equal maps give equal bytes. */
  static <V> void map(DataOutputStream out, SortedMap<String, V> map, Writer<V> value)
      throws IOException {
    entries(out, map, value);
  }

  /** In the order of the map, which is no matter only where bytes are counted. */
  static <V> void entries(DataOutputStream out, Map<String, V> map, Writer<V> value)
      throws IOException {
    out.writeInt(map.size());
    for (var entry : map.entrySet()) {
      text(out, entry.getKey());
      value.write(out, entry.getValue());
    }
  }

  static <V> SortedMap<String, V> map(ByteBuffer in, Reader<V> value) throws EOFException {
    SortedMap<String, V> map = new TreeMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      map.put(text(in), value.read(in));
    }
    return map;
  }
}
