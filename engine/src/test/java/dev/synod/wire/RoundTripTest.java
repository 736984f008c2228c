package dev.synod.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.membership.FounderEvent;
import dev.synod.notary.NotaryEvent;
import dev.synod.protocol.Batch;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Value;
import dev.synod.register.RegisterEvent;
import dev.synod.register.RegisterMessage;
import dev.synod.transaction.Note;
import dev.synod.transaction.TransactionEvent;
import dev.synod.transaction.TransactionMessage;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that has bytes comes back from them as it was. */
class RoundTripTest {
  private static final int BEFORE = 13;
  private static final int SENTINEL = 0x01020304;
  private static final RegisteredSerializer SYNOD = new RegisteredSerializer();

  @AfterAll
  static void stop() {
    SYNOD.close();
  }

  static List<Object> all() {
    return Samples.all();
  }

  static List<IntFunction<ByteBuffer>> buffers() {
    return List.of(ByteBuffer::allocate, ByteBuffer::allocateDirect);
  }

  /** A new message, event or command has to be added to the samples, or this fails. */
  @Test
  void everyKindOfMessageEventAndCommandHasSamples() {
    assertThat(classes(Samples.MESSAGES)).isEqualTo(records(PaxosMessage.class));
    assertThat(classes(Samples.EVENTS))
        .isEqualTo(
            Stream.of(AcceptorEvent.class, FounderEvent.class, NotaryEvent.class)
                .flatMap(type -> records(type).stream())
                .collect(Collectors.toSet()));
    assertThat(classes(Samples.COMMANDS)).isEqualTo(records(LogCommand.class));
    assertThat(classes(Samples.REGISTERS))
        .isEqualTo(
            Stream.of(RegisterMessage.class, RegisterEvent.class)
                .flatMap(type -> records(type).stream())
                .collect(Collectors.toSet()));
    assertThat(classes(TransactionSamples.MESSAGES)).isEqualTo(records(CommitMessage.class));
    assertThat(classes(TransactionSamples.EVENTS)).isEqualTo(records(CommitEvent.class));
    assertThat(classes(TransactionSamples.NOTES)).isEqualTo(records(Note.class));
    assertThat(classes(TransactionSamples.all()))
        .isEqualTo(
            Stream.of(TransactionMessage.class, TransactionEvent.class)
                .flatMap(type -> records(type).stream())
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void comesBackFromAnArray(Object object) throws Exception {
    byte[] bytes = SYNOD.serializer().toBinary(object);

    Object back = SYNOD.serializer().fromBinary(bytes, SYNOD.serializer().manifest(object));

    assertThat(back).isEqualTo(object);
  }

  /** Artery's buffers are little-endian and hold the frame's header before the message. */
  @ParameterizedTest
  @MethodSource("all")
  void comesBackFromLittleEndianBuffersThatHoldMore(Object object) throws Exception {
    byte[] bytes = SYNOD.serializer().toBinary(object);
    for (IntFunction<ByteBuffer> kind : buffers()) {
      ByteBuffer buffer = kind.apply(BEFORE + bytes.length + 4).order(ByteOrder.LITTLE_ENDIAN);

      buffer.position(BEFORE);
      SYNOD.serializer().toBinary(object, buffer);
      buffer.putInt(SENTINEL);

      assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
      assertThat(buffer.getInt(BEFORE + bytes.length)).isEqualTo(SENTINEL);
      assertThat(buffer.get(BEFORE + bytes.length)).isEqualTo((byte) 4);
      byte[] written = new byte[bytes.length];
      buffer.get(BEFORE, written);
      assertThat(written).isEqualTo(bytes);

      buffer.limit(BEFORE + bytes.length).position(BEFORE);
      Object back = SYNOD.serializer().fromBinary(buffer, SYNOD.serializer().manifest(object));

      assertThat(back).isEqualTo(object);
      assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Artery lends its buffer only until fromBinary returns. */
  @ParameterizedTest
  @MethodSource("all")
  void whatWasReadStaysWhenTheBufferIsUsedAgain(Object object) throws Exception {
    byte[] bytes = SYNOD.serializer().toBinary(object);
    for (IntFunction<ByteBuffer> kind : buffers()) {
      ByteBuffer buffer = kind.apply(bytes.length).put(bytes).flip();
      Object back = SYNOD.serializer().fromBinary(buffer, SYNOD.serializer().manifest(object));

      buffer.clear();
      while (buffer.hasRemaining()) {
        buffer.put((byte) 0x55);
      }

      assertThat(back).isEqualTo(object);
    }
  }

  /** Artery reports this exception as an oversized message. */
  @ParameterizedTest
  @MethodSource("all")
  void whatDoesNotFitIntoTheBufferOverflowsItAndIsNotWritten(Object object) {
    int size = SYNOD.serializer().toBinary(object).length;
    for (IntFunction<ByteBuffer> kind : buffers()) {
      ByteBuffer small = kind.apply(size - 1);

      assertThatThrownBy(() -> SYNOD.serializer().toBinary(object, small))
          .isInstanceOf(BufferOverflowException.class);
      assertThat(small.position()).isZero();
    }
  }

  @Test
  void aBatchComesBackWithItsCommandsInOrder() {
    Batch batch = new Batch(Samples.COMMANDS);

    Value.Commands value = new CommandCodec().encode(batch, 99);

    assertThat(value.logTime()).isEqualTo(99);
    assertThat(new CommandCodec().decode(value)).isEqualTo(batch);
  }

  @Test
  void aBatchWithoutCommandsComesBack() {
    Batch empty = new Batch(List.of());

    assertThat(new CommandCodec().decode(new CommandCodec().encode(empty, 1))).isEqualTo(empty);
  }

  /** The registration in reference.conf. */
  @ParameterizedTest
  @MethodSource("all")
  void pekkoFindsTheSerializerByConfiguration(Object object) {
    assertThat(SYNOD.registeredFor(object)).isInstanceOf(SynodSerializer.class);
    assertThat(SYNOD.registeredFor(object).identifier()).isEqualTo(7355);
    assertThat(SYNOD.serializer().manifest(object)).matches("[A-Z]{1,2}");
  }

  @Test
  void manifestsAreNeverShared() {
    List<Class<?>> types = List.copyOf(classes(Samples.all()));

    Set<String> manifests =
        Samples.all().stream().map(SYNOD.serializer()::manifest).collect(Collectors.toSet());

    assertThat(manifests).hasSameSizeAs(types);
  }

  private static Set<Class<?>> classes(List<?> objects) {
    return objects.stream().map(Object::getClass).collect(Collectors.toSet());
  }

  private static Set<Class<?>> records(Class<?> type) {
    if (type.isSealed()) {
      return Stream.of(type.getPermittedSubclasses())
          .flatMap(permitted -> records(permitted).stream())
          .collect(Collectors.toSet());
    }
    return Set.of(type);
  }
}
