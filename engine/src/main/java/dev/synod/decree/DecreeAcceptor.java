package dev.synod.decree;

import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import java.util.Optional;

/**
 * What an acceptor remembers of one decree: all of it must be durable before anybody hears an
 * answer (rule A3).
 *
 * @param promised nothing below it is voted for (rule A1)
 * @param vote the highest, never above {@code promised}
 */
public record DecreeAcceptor<V>(Ballot promised, Optional<Vote<V>> vote) {

  /**
   * What follows a request: remember the state if it is another one, then give the reply.
   *
   * @param state what must be durable before the reply leaves
   */
  public record Answer<V>(DecreeAcceptor<V> state, DecreeReply<V> reply) {}

  /** Has promised and voted nothing. */
  public static <V> DecreeAcceptor<V> empty() {
    return new DecreeAcceptor<>(Ballot.NONE, Optional.empty());
  }

  /**
   * The answer to a request, whoever asks, however often.
   *
   * @throws Invariant.Breach if one ballot has two values: its proposer is broken (rule A2)
   */
  public Answer<V> receive(DecreeRequest<V> request) {
    if (request.ballot().below(promised)) {
      return new Answer<>(this, new Rejected<>(request.ballot(), promised));
    }
    if (request instanceof Accept<V> accept) {
      return accept(accept);
    }
    return prepare((Prepare<V>) request);
  }

  private Answer<V> prepare(Prepare<V> prepare) {
    return new Answer<>(
        new DecreeAcceptor<>(prepare.ballot(), vote), new Promise<>(prepare.ballot(), vote));
  }

  /** Accepting promises as well, or a lower ballot could be voted for after a higher (rule A2). */
  private Answer<V> accept(Accept<V> accept) {
    vote.filter(voted -> voted.ballot().equals(accept.ballot()))
        .ifPresent(
            voted ->
                Invariant.require(
                    voted.value().equals(accept.value()),
                    "A2",
                    "ballot %s has the values %s and %s",
                    accept.ballot(),
                    voted.value(),
                    accept.value()));
    Vote<V> next = new Vote<>(accept.ballot(), accept.value());
    return new Answer<>(
        new DecreeAcceptor<>(accept.ballot(), Optional.of(next)),
        new Accepted<>(accept.ballot(), accept.value()));
  }
}
