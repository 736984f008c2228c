package dev.synod.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.synod.acceptor.AcceptorEvent;
import dev.synod.client.ClientMessage;
import dev.synod.membership.FounderEvent;
import dev.synod.notary.NotaryEvent;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Value;
import dev.synod.register.RegisterEvent;
import dev.synod.register.RegisterMessage;
import dev.synod.replica.Snapshot;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said or written down is a value, and whoever it is for has an answer to all of it. */
class MessagesTest {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          boolean.class,
          int.class,
          long.class,
          Long.class,
          String.class,
          UUID.class,
          Duration.class,
          ByteString.class,
          OptionalLong.class);
  private static final Set<Class<?>> HOLDERS = Set.of(List.class, Optional.class);

  /** What crosses nodes, what stays in the member, what lands in the log and in journals. */
  static Stream<Class<?>> words() {
    return Stream.of(
        Envelope.class,
        PaxosMessage.class,
        Notice.class,
        ClientMessage.class,
        Batch.class,
        Value.class,
        AcceptorEvent.class,
        FounderEvent.class,
        NotaryEvent.class,
        RegisterMessage.class,
        RegisterEvent.class,
        Snapshot.class);
  }

  /** The messages and the notices of each role. */
  static Stream<Class<?>> vocabularies() {
    return Stream.of(PaxosMessage.class, Notice.class)
        .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("words")
  void wordsAreSealedAndValuesAllTheWayDown(Class<?> word) {
    List<String> breaches = new ArrayList<>();

    requireValue(word, word.getSimpleName(), Map.of(), breaches);

    assertThat(breaches)
        .as("a word that is no value can't be compared, searched, simulated or written to disk")
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("vocabularies")
  void foldHasOneCaseForEachMessage(Class<?> vocabulary) {
    List<Class<?>> messages = Arrays.asList(vocabulary.getPermittedSubclasses());

    List<Class<?>> answered = new ArrayList<>();
    for (Method answer : cases(vocabulary).getDeclaredMethods()) {
      answered.add(lastParameter(answer));
    }

    assertThat(messages).as("words of %s", vocabulary).isNotEmpty().allMatch(Class::isRecord);
    assertThat(answered)
        .as("a message without a case of its own compiles without an answer to it")
        .hasSameSizeAs(messages)
        .hasSameElementsAs(messages);
    assertThat(fold(vocabulary).getParameterTypes())
        .as("a message between members comes with its sender, a notice has none")
        .containsExactly(
            PaxosMessage.class.isAssignableFrom(vocabulary)
                ? new Class<?>[] {MemberId.class, cases(vocabulary)}
                : new Class<?>[] {cases(vocabulary)});
  }

  @ParameterizedTest
  @MethodSource("vocabularies")
  void theRoomOfTheRoleFoldsItsMessages(Class<?> vocabulary) {
    String room =
        switch (vocabulary.getSimpleName().replaceAll("(Message|Notice)$", "")) {
          case "Founder", "Registrar" -> "dev.synod.membership";
          case "Notary" -> "dev.synod.notary";
          case "Acceptor" -> "dev.synod.acceptor";
          case "Proposer" -> "dev.synod.proposer";
          case "Learner" -> "dev.synod.learner";
          case "Elector" -> "dev.synod.elector";
          case "Replica" -> "dev.synod.replica";
          default -> "no room for " + vocabulary;
        };

    Stream<JavaClass> readers = Tree.ENGINE.get(cases(vocabulary)).getAllSubclasses().stream();
    Stream<String> callers =
        Tree.ENGINE.get(vocabulary).getMethods().stream()
            .filter(method -> method.getName().equals("fold"))
            .flatMap(method -> method.getCallsOfSelf().stream())
            .map(call -> call.getOriginOwner().getPackageName());

    assertThat(readers.map(JavaClass::getPackageName))
        .as("a role without cases of its own answers by casts, and forgets the next message")
        .contains(room);
    assertThat(callers).as("cases that nobody folds with are no answer").contains(room);
  }

  /** Follows the types of all that it holds; type variables stand for what they are bound to. */
  private static void requireValue(
      Type type, String path, Map<String, Type> bound, List<String> breaches) {
    if (type instanceof TypeVariable<?> variable && bound.containsKey(variable.getName())) {
      requireValue(bound.get(variable.getName()), path, Map.of(), breaches);
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw) {
      Map<String, Type> inner = new TreeMap<>();
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        Type argument = generic.getActualTypeArguments()[i];
        inner.put(
            raw.getTypeParameters()[i].getName(),
            argument instanceof TypeVariable<?> outer
                ? bound.getOrDefault(outer.getName(), outer)
                : argument);
      }
      if (HOLDERS.contains(raw)) {
        inner.values().forEach(held -> requireValue(held, path, bound, breaches));
      } else {
        requireValue(raw, path, inner, breaches);
      }
    } else if (type instanceof Class<?> raw) {
      requireValue(raw, path, bound, breaches);
    } else {
      breaches.add(path + " is of the open type " + type);
    }
  }

  private static void requireValue(
      Class<?> type, String path, Map<String, Type> bound, List<String> breaches) {
    if (PLAIN.contains(type) || type.isEnum()) {
      return;
    }
    if (Serializable.class.isAssignableFrom(type)) {
      breaches.add(path + " is open to Java's serialization: " + type);
    } else if (type.isRecord()) {
      for (RecordComponent part : type.getRecordComponents()) {
        requireValue(part.getGenericType(), path + "." + part.getName(), bound, breaches);
      }
    } else if (type.isInterface() && type.isSealed()) {
      for (Class<?> one : type.getPermittedSubclasses()) {
        requireValue(one, path + " > " + one.getSimpleName(), bound, breaches);
      }
    } else {
      breaches.add(path + " is no record, sealed interface, enum or plain value: " + type);
    }
  }

  private static Method fold(Class<?> vocabulary) {
    return Arrays.stream(vocabulary.getDeclaredMethods())
        .filter(method -> method.getName().equals("fold"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(vocabulary + " has no fold"));
  }

  private static Class<?> cases(Class<?> vocabulary) {
    return Arrays.stream(vocabulary.getDeclaredClasses())
        .filter(nested -> nested.getSimpleName().equals("Cases"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(vocabulary + " has no Cases"));
  }

  private static Class<?> lastParameter(Method answer) {
    Class<?>[] parameters = answer.getParameterTypes();
    return parameters[parameters.length - 1];
  }
}
