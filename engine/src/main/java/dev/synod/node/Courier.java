package dev.synod.node;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.Role;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Brings one member's mail to where the roles live: over Pekko's remoting, or through the network
 * of a simulation. Called by the member's actors, from several threads.
 */
public interface Courier {
  /** From now on this is where the member's own role lives. */
  void own(Role role, ActorRef<Mail> ref);

  /** From now on the members are found where this says, whatever was said before (rule M7). */
  void route(Configuration configuration);

  /** This disk is found there as well, though no configuration of this member names it so. */
  void meet(MemberRecord peer);

  /** Brings an envelope to a member's role; the member may be this one, the envelope be lost. */
  void carry(MemberId to, Envelope envelope);

  /** Brings a notice to a role of this member; before that role is spawned it is dropped. */
  void post(Notice notice);
}
