package dev.synod.shell;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The bytes of a string as an array: the very array that it lies in, if that holds no more. */
final class WholeArray extends ByteOutput {
  private byte @Nullable [] array;

  private WholeArray() {}

  /** Not to be written to. */
  static byte[] of(ByteString bytes) {
    WholeArray output = new WholeArray();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, output);
    } catch (IOException impossible) {
      throw new UncheckedIOException("an array of bytes refused to be written", impossible);
    }
    byte[] found = output.array;
    return found != null && found.length == bytes.size() ? found : bytes.toByteArray();
  }

  @Override
  public void writeLazy(byte[] value, int offset, int length) {
    array = offset == 0 && length == value.length ? value : null;
  }

  @Override
  public void writeLazy(ByteBuffer value) {
    array = null;
  }

  @Override
  public void write(byte value) {
    array = null;
  }

  @Override
  public void write(byte[] value, int offset, int length) {
    array = null;
  }

  @Override
  public void write(ByteBuffer value) {
    array = null;
  }
}
