package dev.synod.wire;

import static dev.synod.Cast.FOUNDING;
import static dev.synod.Cast.N1;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import dev.synod.Cast;
import dev.synod.api.Outcome;
import dev.synod.bench.Words;
import dev.synod.client.ClientMessage.Answer;
import dev.synod.client.ClientMessage.Ask;
import dev.synod.client.ClientMessage.Call;
import dev.synod.client.ClientMessage.Result;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Payload;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** To bytes and back, as Artery does it: by a direct buffer. A hundred commands or calls. */
@State(Scope.Thread)
public class SerializerBench {
  private static final int MANY = 100;
  private static final Ballot BALLOT = Cast.ballot(5, N1);

  /** What is written and read. */
  public enum Kind {
    ACCEPT,
    ACCEPTED,
    CHOSEN,
    ASK,
    ANSWER
  }

  @Param public Kind kind = Kind.ACCEPT;

  private final ByteBuffer out =
      ByteBuffer.allocateDirect(256 * 1024).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer in =
      ByteBuffer.allocateDirect(256 * 1024).order(ByteOrder.LITTLE_ENDIAN);
  private final SynodSerializer serializer = serializer();
  private Object object = kind;
  private String manifest = "";

  @Setup
  public void begin() {
    object = object();
    manifest = serializer.manifest(object);
    serializer.toBinary(object, in.clear());
    in.flip();
  }

  /** It asks the system for its number, then no more. */
  private static SynodSerializer serializer() {
    ActorSystem system =
        ActorSystem.create(
            "bench",
            ConfigFactory.parseString("pekko.loglevel = OFF").withFallback(ConfigFactory.load()));
    try {
      return new SynodSerializer((ExtendedActorSystem) system);
    } finally {
      system.terminate();
    }
  }

  private Object object() {
    return switch (kind) {
      case ACCEPT ->
          envelope(
              new Accept(
                  BALLOT, 7, new CommandCodec().encode(new Batch(Words.commands(MANY)), 1), 6));
      case ACCEPTED -> envelope(new Accepted(BALLOT, List.of(7L, 8L, 9L, 10L)));
      case CHOSEN -> envelope(new Chosen(BALLOT, 7));
      case ASK ->
          new Ask(
              "pekko://host@127.0.0.1:7355/system/synod-client-group-1/$$a-adapter#123456",
              LongStream.range(0, MANY)
                  .<Call>mapToObj(id -> new Call.Submit(id, Words.PUT))
                  .toList());
      case ANSWER ->
          new Answer(
              LongStream.range(0, MANY)
                  .<Result>mapToObj(
                      id ->
                          new Result.Done(
                              id,
                              new Outcome.Committed<>(
                                  new Payload(
                                      33,
                                      "dev.synod.demo.kv.Stored",
                                      ByteString.copyFrom(new byte[16])),
                                  7)))
                  .toList());
    };
  }

  private static Envelope envelope(PaxosMessage message) {
    return new Envelope(
        new GroupName("group"),
        FOUNDING.digest(),
        1,
        N1,
        FOUNDING.members().get(0).incarnation(),
        message);
  }

  @Benchmark
  public ByteBuffer write() {
    serializer.toBinary(object, out.clear());
    return out;
  }

  @Benchmark
  public Object read() throws NotSerializableException {
    return serializer.fromBinary(in.rewind(), manifest);
  }
}
