package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.protocol.MemberId;
import dev.synod.register.RegisterMessage;
import dev.synod.register.RegisterPostbox;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;

/** The actors of a register's members. */
final class RegisterPeers implements RegisterPostbox {
  private static final String KIND = "register";
  private static final String ACCEPTOR = "acceptor";
  private static final String PROPOSER = "proposer";

  private final Addresses addresses;

  RegisterPeers(GroupSettings place, ActorSystem<?> system) {
    this.addresses = new Addresses(place, KIND, List.of(ACCEPTOR, PROPOSER), system);
  }

  /** The name of an actor of a register, among a node's system actors. */
  static String name(GroupSettings place, String role) {
    return Addresses.name(place, KIND, role);
  }

  @Override
  public void ask(MemberId acceptor, RegisterMessage.Asked asked) {
    addresses.tell(ACCEPTOR, acceptor, asked);
  }

  @Override
  public void answer(MemberId proposer, RegisterMessage.Answered answered) {
    addresses.tell(PROPOSER, proposer, answered);
  }
}
