package dev.synod.replica;

import dev.synod.protocol.Payload;
import dev.synod.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * A hash of the replicated state: equal on replicas that have applied the same slots. Of the
 * sessions' results only number, slot, kind and the command's digest enter; the replies are users'
 * objects.
 */
final class StateHash {
  private static final int BYTES = 8;

  private final MessageDigest digest;

  private StateHash(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * In hex, or what keeps the user's state from being written: a status must not stop the member.
   */
  static <S> String of(
      ReplicaState<S> state, Function<S, Object> snapshot, Function<Object, Payload> writer) {
    Payload written;
    try {
      written = writer.apply(snapshot.apply(state.state()));
    } catch (Exception | StackOverflowError unwritable) {
      return "unavailable: " + unwritable;
    }
    return of(state, written);
  }

  /** In hex, with the user's state as it was written. */
  static String of(ReplicaState<?> state, Payload written) {
    try {
      StateHash hash = new StateHash(MessageDigest.getInstance("SHA-256"));
      hash.digest.update(written.bytes().asReadOnlyByteBuffer());
      hash.add("log", state.appliedThrough(), state.logTime(), state.sessions().next());
      state.sessions().open().forEach(hash::addSession);
      return HexFormat.of().formatHex(hash.digest.digest(), 0, BYTES);
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
