package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.Register;
import dev.synod.protocol.MemberId;
import dev.synod.register.Lineup;
import dev.synod.register.RegisterAcceptor;
import dev.synod.register.RegisterDoor;
import dev.synod.register.RegisterMail;
import dev.synod.register.RegisterProposer;
import dev.synod.register.RegisterSeat;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Watch;
import java.security.SecureRandom;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;

/** Starts this node's part in registers. */
public final class Registers {
  private final ActorSystem<?> system;
  private final SynodSettings settings;
  private final Set<String> started = ConcurrentHashMap.newKeySet();

  /** Of this node. */
  public Registers(ActorSystem<?> system, SynodSettings settings) {
    this.system = system;
    this.settings = settings;
  }

  /**
   * Starts an acceptor and a proposer.
   *
   * @throws IllegalStateException if the register was started here before
   */
  public <V> Register<V> start(GroupSettings place, Class<V> type, int election, int accepting) {
    Lineup lineup =
        new Lineup(
            place.name(),
            place.members().stream().map(peer -> new MemberId(peer.id())).toList(),
            election,
            accepting);
    if (!started.add(place.name())) {
      throw new IllegalStateException(
          "register '%s' was started before in this actor system; a name can be started once"
              .formatted(place.name()));
    }
    MemberId self = new MemberId(place.member());
    String journal = settings.acceptor().journal();
    RegisterPeers peers = new RegisterPeers(place, system);
    RegisterSeat seat =
        new RegisterSeat(
            self,
            journal,
            peers,
            MonotonicClock.INSTANCE,
            new SplittableRandom(new SecureRandom().nextLong()));
    spawn(RegisterAcceptor.create(lineup, self, journal, peers), place, "acceptor");
    ActorRef<RegisterMail> proposer =
        spawn(RegisterProposer.create(lineup, seat), place, "proposer");
    RegisterDoor<V> door =
        new RegisterDoor<>(
            type,
            proposer,
            system,
            MonotonicClock.INSTANCE,
            new RegisterDoor.Limits(
                settings.client().timeout().toMillis(), settings.client().commandBytes()));
    system.systemActorOf(
        Watch.over(proposer, door::close), RegisterPeers.name(place, "watch"), Props.empty());
    return door;
  }

  private ActorRef<RegisterMail> spawn(
      Behavior<RegisterMail> actor, GroupSettings place, String role) {
    return system.systemActorOf(actor, RegisterPeers.name(place, role), Props.empty());
  }
}
