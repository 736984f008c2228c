package dev.synod.testkit.sim;

import dev.synod.node.Courier;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.Role;
import dev.synod.testkit.law.Onlooker;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The mail that one life of a member sends; nothing any more once it is cut. */
final class SimCourier implements Courier {
  private final MemberId self;
  private final SimNetwork network;
  private final Story story;
  private final List<Onlooker> onlookers;
  private boolean cut;

  SimCourier(MemberId self, SimNetwork network, Story story, List<Onlooker> onlookers) {
    this.self = self;
    this.network = network;
    this.story = story;
    this.onlookers = onlookers;
  }

  /** The life is over; what its actors still say is not heard. */
  void cut() {
    cut = true;
  }

  @Override
  public void own(Role role, ActorRef<Mail> ref) {
    if (!cut) {
      network.home(self, role, ref);
    }
  }

  /** Nothing to do: the network knows members by their ids. */
  @Override
  public void route(Configuration configuration) {}

  @Override
  public void meet(MemberRecord peer) {}

  @Override
  public void carry(MemberId to, Envelope envelope) {
    if (cut) {
      return;
    }
    onlookers.forEach(one -> one.said(self, to, envelope.message()));
    if (to.equals(self)) {
      story.tell(self.value(), "self", envelope);
      network.at(self, envelope.message().role()).ifPresent(ref -> ref.tell(envelope));
    } else {
      network.send(self, to, envelope);
    }
  }

  @Override
  public void post(Notice notice) {
    if (cut) {
      return;
    }
    onlookers.forEach(one -> one.posted(self, notice));
    if (notice instanceof ReplicaNotice.Deliver deliver) {
      onlookers.forEach(one -> one.delivered(self, deliver));
    }
    if (notice instanceof ElectorNotice.Elected) {
      network.led(self);
    }
    story.tell(self.value(), "within", notice);
    network.at(self, notice.role()).ifPresent(ref -> ref.tell(notice));
  }
}
