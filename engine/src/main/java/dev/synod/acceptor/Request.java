package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.MemberId;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One thing asked of an acceptor. */
public sealed interface Request {

  /** Calls the function that fits. */
  <R> R fold(
      BiFunction<MemberId, AcceptorMessage, R> byMember, Function<AcceptorNotice, R> fromWithin);

  /** By a member, which may be the own one. */
  record ByMember(MemberId from, AcceptorMessage message) implements Request {
    @Override
    public <R> R fold(
        BiFunction<MemberId, AcceptorMessage, R> byMember, Function<AcceptorNotice, R> fromWithin) {
      return byMember.apply(from, message);
    }
  }

  /** By another role of the own member. */
  record FromWithin(AcceptorNotice notice) implements Request {
    @Override
    public <R> R fold(
        BiFunction<MemberId, AcceptorMessage, R> byMember, Function<AcceptorNotice, R> fromWithin) {
      return fromWithin.apply(notice);
    }
  }
}
