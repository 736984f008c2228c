package dev.synod.bench;

import com.google.protobuf.ByteString;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Payload;
import dev.synod.protocol.SessionId;
import java.util.List;
import java.util.stream.LongStream;

/** Commands as a store of keys and values sends them. */
public final class Words {
  /** So many are on their way at a time. */
  public static final int OUTSTANDING = 256;

  /** Of a put with a value of 128 B. */
  public static final Payload PUT =
      new Payload(33, "dev.synod.demo.kv.Put", ByteString.copyFrom(new byte[128]));

  private Words() {}

  /** One that its client sends with so many others on their way. */
  public static LogCommand.User command(long sequence) {
    return new LogCommand.User(
        new SessionId(1), sequence, Math.max(0, sequence - OUTSTANDING), PUT);
  }

  /** So many after those that are on their way. */
  public static List<LogCommand> commands(int count) {
    return LongStream.rangeClosed(OUTSTANDING + 1, OUTSTANDING + count)
        .<LogCommand>mapToObj(Words::command)
        .toList();
  }
}
