package dev.synod.testkit.scenarios;

import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import java.util.function.Predicate;

/** The kinds of mail that scripts hold back. */
final class Kinds {
  static final Predicate<PaxosMessage> PREPARE = Prepare.class::isInstance;
  static final Predicate<PaxosMessage> PRE_VOTE = PreVote.class::isInstance;
  static final Predicate<PaxosMessage> CAMPAIGN = PREPARE.or(PRE_VOTE);
  static final Predicate<PaxosMessage> PROMISE = Promise.class::isInstance;
  static final Predicate<PaxosMessage> ACCEPT = Accept.class::isInstance;
  static final Predicate<PaxosMessage> ACCEPTED = Accepted.class::isInstance;
  static final Predicate<PaxosMessage> CHOSEN = Chosen.class::isInstance;
  static final Predicate<PaxosMessage> CATCH_UP_PAGE = CatchUpPage.class::isInstance;
  static final Predicate<PaxosMessage> CONFIRMED = Confirmed.class::isInstance;
  static final Predicate<PaxosMessage> READ_INDEX = ReadIndex.class::isInstance;
  static final Predicate<PaxosMessage> SURVEYED = Surveyed.class::isInstance;
  static final Predicate<PaxosMessage> HEARTBEAT = Heartbeat.class::isInstance;
  static final Predicate<PaxosMessage> SNAPSHOT_PART = SnapshotPart.class::isInstance;
  static final Predicate<PaxosMessage> ANYTHING = message -> true;

  private Kinds() {}

  /** Accepts of one slot. */
  static Predicate<PaxosMessage> acceptOf(long slot) {
    return message -> message instanceof Accept accept && accept.slot() == slot;
  }
}
