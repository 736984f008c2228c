package dev.synod.testkit;

import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.api.Outcome;
import dev.synod.api.ReadResult;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Takes part in the group, and asks it: the second example of the README. */
public final class Teller {
  private final ConsensusGroup bank;

  /** Members are the same on each node: n1@10.0.0.1:25520,n2@10.0.0.2:25520,n3@10.0.0.3:25520. */
  public Teller(ActorSystem<?> system, String member, String members) {
    bank = Synod.get(system).start(GroupSettings.parse("bank", member, members), new Bank());
  }

  /** From any member; what comes back says as much as a client can know. */
  public CompletionStage<String> deposit(String account, long cents) {
    return bank.submit(new Bank.Deposit(account, cents))
        .thenApply(
            outcome -> {
              if (outcome instanceof Outcome.Committed<Long> done) {
                return "the balance is " + done.reply();
              }
              if (outcome instanceof Outcome.Rejected<Long> no) {
                return "surely not done: " + no.detail();
              }
              // For a safe retry: openSession(), then submit(session, sequence, command).
              return "may be done";
            });
  }

  /** Linearizable, from any member. */
  public CompletionStage<Long> balance(String account) {
    return bank.read(new Bank.Balance(account)).thenApply(ReadResult::value);
  }

  /** From a typed actor, which gets the outcome as a message of its own protocol. */
  public <T> void deposit(
      ActorContext<T> actor, String account, long cents, Function<Outcome<Long>, T> asMessage) {
    bank.ask(actor, new Bank.Deposit(account, cents), asMessage);
  }
}
