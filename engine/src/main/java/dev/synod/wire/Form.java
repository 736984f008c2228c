package dev.synod.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.util.function.Function;

/**
 * How one type of object looks in bytes.
 *
 * @param manifest names the type beside the bytes, in frames and journals; never given to another
 * @param read throws IllegalArgumentException for what no member writes
 */
record Form<T, W extends MessageLite>(
    String manifest, Class<T> type, Function<T, W> write, Parser<W> parser, Function<W, T> read) {

  /** The object as a protobuf message. */
  MessageLite encode(Object object) {
    return write.apply(type.cast(object));
  }

  /**
   * The object in all that the input holds.
   *
   * @throws IOException if these are no bytes of this type
   * @throws IllegalArgumentException if they are, with contents that no member writes
   */
  T decode(CodedInputStream input) throws IOException {
    return read.apply(parser.parseFrom(input));
  }
}
