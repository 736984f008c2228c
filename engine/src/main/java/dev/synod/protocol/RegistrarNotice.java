package dev.synod.protocol;

import java.util.Optional;

/** What the other roles of a member tell its registrar. */
public sealed interface RegistrarNotice extends Notice {

  @Override
  default Role role() {
    return Role.REGISTRAR;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /**
   * The elector: who leads, as far as this member knows.
   *
   * @param epoch that the elector is in: it may enter one before the registrar does, or after
   */
  record LeaderIs(Optional<MemberId> leader, long epoch) implements RegistrarNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLeaderIs(this);
    }
  }

  /**
   * The learner: how far this member has come.
   *
   * @param held the own journal holds every chosen value through this slot
   * @param chosen every slot through this one is known to be chosen
   * @param executed the slots through this one are held, and the replica has executed them
   */
  record Progress(long held, long chosen, long executed) implements RegistrarNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onProgress(this);
    }
  }

  /** The founder: this disk has no part in the group and waits to be given one. */
  record Waiting(MemberRecord disk) implements RegistrarNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onWaiting(this);
    }
  }

  /** One method per notice. */
  interface Cases<R> {
    /** A leader, or none. */
    R onLeaderIs(LeaderIs leader);

    /** How far this member has come. */
    R onProgress(Progress progress);

    /** A disk waits. */
    R onWaiting(Waiting waiting);
  }
}
