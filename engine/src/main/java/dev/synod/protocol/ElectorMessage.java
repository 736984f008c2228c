package dev.synod.protocol;

/** What electors tell each other. */
public sealed interface ElectorMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.ELECTOR;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /**
   * The leader lives and its disk answers.
   *
   * @param sequence grows with each heartbeat of the leader
   */
  record Heartbeat(Ballot ballot, long sequence) implements ElectorMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onHeartbeat(from, this);
    }
  }

  /**
   * A follower heard that heartbeat, knows no higher ballot, and its disk answers; the leader
   * counts these (rule L6).
   */
  record HeartbeatAck(Ballot ballot, long sequence) implements ElectorMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onHeartbeatAck(from, this);
    }
  }

  /**
   * Would you support my campaign? Asked before any ballot is raised, so that a member that is cut
   * off does not unseat a leader when it returns (rule L7).
   *
   * @param attempt tells the answers to this question from those to earlier ones
   */
  record PreVote(long attempt) implements ElectorMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onPreVote(from, this);
    }
  }

  /**
   * The answer. It binds nobody.
   *
   * @param granted the answerer hears no leader either
   * @param highest the highest ballot that the answerer has seen
   */
  record PreVoteReply(long attempt, boolean granted, Ballot highest) implements ElectorMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onPreVoteReply(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** The leader lives. */
    R onHeartbeat(MemberId from, Heartbeat heartbeat);

    /** A follower lives. */
    R onHeartbeatAck(MemberId from, HeartbeatAck ack);

    /** Somebody wants to campaign. */
    R onPreVote(MemberId from, PreVote preVote);

    /** Somebody's opinion of a campaign. */
    R onPreVoteReply(MemberId from, PreVoteReply reply);
  }
}
