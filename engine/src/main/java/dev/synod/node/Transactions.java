package dev.synod.node;

import dev.synod.api.CommitProtocol;
import dev.synod.api.GroupSettings;
import dev.synod.api.Participant;
import dev.synod.protocol.MemberId;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Watch;
import dev.synod.transaction.Circle;
import dev.synod.transaction.CommitDoor;
import dev.synod.transaction.CommitRole;
import dev.synod.transaction.Initiator;
import dev.synod.transaction.Resource;
import dev.synod.transaction.TransactionMail;
import dev.synod.transaction.TransactionNode;
import dev.synod.transaction.TransactionSeat;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;

/** Starts this node's part in transactions. */
public final class Transactions {
  private final ActorSystem<?> system;
  private final SynodSettings settings;
  private final Set<String> started = ConcurrentHashMap.newKeySet();

  /** Of this node. */
  public Transactions(ActorSystem<?> system, SynodSettings settings) {
    this.system = system;
    this.settings = settings;
  }

  /**
   * Starts all roles that a member has.
   *
   * @throws IllegalStateException if they were started here before
   */
  public <W> CommitProtocol<W> start(
      GroupSettings place, CommitProtocol.Kind kind, Class<W> type, Participant<W> participant) {
    Circle circle =
        new Circle(
            place.name(),
            kind,
            place.members().stream().map(peer -> new MemberId(peer.id())).toList());
    if (!started.add(place.name())) {
      throw new IllegalStateException(
          "transactions of '%s' were started before in this actor system; a name can be started once"
              .formatted(place.name()));
    }
    TransactionPeers peers = new TransactionPeers(place, system);
    List<ActorRef<TransactionMail>> nodes = new ArrayList<>();
    for (CommitRole role : circle.roles()) {
      TransactionSeat seat = seat(place, peers);
      nodes.add(
          spawn(
              role == CommitRole.PARTICIPANT
                  ? TransactionNode.participant(
                      circle,
                      seat,
                      new Resource<>(participant, type, system, settings.commit().patience()))
                  : TransactionNode.create(circle, role, seat),
              place,
              role));
    }
    return door(place, circle, peers, nodes);
  }

  private <W> CommitProtocol<W> door(
      GroupSettings place,
      Circle circle,
      TransactionPeers peers,
      List<ActorRef<TransactionMail>> nodes) {
    Initiator.Bounds bounds =
        Initiator.Bounds.of(settings.commit().open(), circle.members().size());
    ActorRef<TransactionMail> initiator =
        spawn(
            Initiator.create(
                circle, seat(place, peers), nodes.get(nodes.size() - 1), nodes, bounds),
            place,
            CommitRole.INITIATOR);
    CommitDoor<W> door =
        new CommitDoor<>(
            circle,
            initiator,
            system,
            MonotonicClock.INSTANCE,
            new CommitDoor.Limits(
                settings.client().timeout().toMillis(),
                settings.client().commandBytes(),
                bounds.open()));
    system.systemActorOf(
        Watch.over(initiator, door::close), TransactionPeers.name(place, "watch"), Props.empty());
    return door;
  }

  private TransactionSeat seat(GroupSettings place, TransactionPeers peers) {
    return new TransactionSeat(
        new MemberId(place.member()),
        settings.acceptor().journal(),
        peers,
        MonotonicClock.INSTANCE,
        new SplittableRandom(new SecureRandom().nextLong()),
        settings.commit().patience().toMillis());
  }

  private ActorRef<TransactionMail> spawn(
      Behavior<TransactionMail> actor, GroupSettings place, CommitRole role) {
    return system.systemActorOf(actor, TransactionPeers.name(place, role.title()), Props.empty());
  }
}
