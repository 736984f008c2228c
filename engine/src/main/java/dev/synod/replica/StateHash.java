package dev.synod.replica;

import dev.synod.protocol.Payload;
import dev.synod.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A hash of the replicated state: equal on replicas that have applied the same slots. Of the
 * sessions' results only number, slot, kind and the command's digest enter; the replies are users'
 * objects.
 */
final class StateHash {
  /** Of what is hashed, and in which order: with another one no state has the same hash. */
  static final int FORM = 1;

  private static final int DIGITS = 16;

  private final MessageDigest digest;

  private StateHash(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * In hex, or what keeps the user's state from being written: a status must not stop the member.
   * The state is frozen now; to write it and to hash that takes long where it is large, and is done
   * by whoever asks.
   */
  static <S> Supplier<String> of(
      ReplicaState<S> state, Function<S, Object> snapshot, Function<Object, Payload> writer) {
    Object frozen;
    try {
      frozen = snapshot.apply(state.state());
    } catch (Exception | StackOverflowError unwritable) {
      return () -> unavailable(unwritable);
    }
    return () -> {
      Payload written;
      try {
        written = writer.apply(frozen);
      } catch (Exception | StackOverflowError unwritable) {
        return unavailable(unwritable);
      }
      return of(state, written);
    };
  }

  private static String unavailable(Throwable unwritable) {
    return "unavailable: " + unwritable;
  }

  /** In hex, with the user's state as it was written. */
  static String of(ReplicaState<?> state, Payload written) {
    return brief(whole(state, written));
  }

  /** What is told of a whole one. */
  static String brief(String whole) {
    return whole.substring(0, DIGITS);
  }

  /** All digits of it, by which states are the same in all that is hashed. */
  static String whole(ReplicaState<?> state, Payload written) {
    try {
      StateHash hash = new StateHash(MessageDigest.getInstance("SHA-256"));
      written.bytes().asReadOnlyByteBufferList().forEach(hash.digest::update);
      hash.add(state.configuration().digest(), state.configuration().epoch());
      hash.add("log", state.appliedThrough(), state.logTime(), state.sessions().next());
      state.sessions().open().forEach(hash::addSession);
      return HexFormat.of().formatHex(hash.digest.digest());
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every JDK must have SHA-256", absent);
    }
  }

  private void addSession(SessionId id, Sessions.Session session) {
    add("session", id.value(), session.lastUsed(), session.lowWater());
    add(
        session.opener().member().value(),
        session.opener().nonce(),
        session.opener().own() ? 1 : 0);
    session
        .results()
        .forEach(
            (sequence, recorded) ->
                add(
                    recorded.done() instanceof Done.Reply ? "reply" : "failed",
                    sequence,
                    recorded.done().slot(),
                    recorded.digest()));
  }

  private void add(String what, long... numbers) {
    StringBuilder text = new StringBuilder(what);
    for (long number : numbers) {
      text.append(' ').append(number);
    }
    digest.update(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }
}
