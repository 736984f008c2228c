package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.protocol.MemberId;
import dev.synod.register.RegisterMessage;
import dev.synod.register.RegisterPostbox;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;

/** The actors of a register's members. */
final class RegisterPeers implements RegisterPostbox {
  private static final String KIND = "register";

  private final Addresses acceptors;
  private final Addresses proposers;

  RegisterPeers(GroupSettings place, ActorSystem<?> system) {
    this.acceptors = new Addresses(place, KIND, system).add("acceptor", UnaryOperator.identity());
    this.proposers = new Addresses(place, KIND, system).add("proposer", UnaryOperator.identity());
  }

  /** The name of an actor of a register, among a node's system actors. */
  static String name(GroupSettings place, String role) {
    return Addresses.name(place, KIND, role);
  }

  @Override
  public void ask(MemberId acceptor, RegisterMessage.Asked asked) {
    acceptors.tell(acceptor, asked);
  }

  @Override
  public void answer(MemberId proposer, RegisterMessage.Answered answered) {
    proposers.tell(proposer, answered);
  }
}
