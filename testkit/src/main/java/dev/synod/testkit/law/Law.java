package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.api.GroupStatus;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ReplicaNotice;
import java.util.Optional;

/**
 * Something that must hold in every run. It watches and remembers the first time that it does not.
 */
public abstract class Law {
  private Optional<String> broken = Optional.empty();

  /** The first breach, in one line. */
  public final Optional<String> broken() {
    return broken.map(line -> getClass().getSimpleName() + ": " + line);
  }

  /** A breach if the condition does not hold. */
  protected final void require(boolean condition, String fact, Object... facts) {
    if (!condition && broken.isEmpty()) {
      broken = Optional.of(fact.formatted(facts));
    }
  }

  /** An event of this member's acceptor has become durable. */
  public void durable(MemberId member, Recorded event) {}

  /** A member has said something, to another or to itself. */
  public void said(MemberId from, MemberId to, PaxosMessage message) {}

  /** A member's learner has handed values to its replica. */
  public void delivered(MemberId member, ReplicaNotice.Deliver deliver) {}

  /** A member has been started, with the disk of its last life or an empty one. */
  public void started(MemberId member, boolean emptyDisk) {}

  /** A member has reported its view. */
  public void reported(GroupStatus status) {}
}
