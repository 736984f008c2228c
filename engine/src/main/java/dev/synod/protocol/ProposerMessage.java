package dev.synod.protocol;

import java.util.List;

/** What members tell a proposer. */
public sealed interface ProposerMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.PROPOSER;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /**
   * Phase 1b, one page: the acceptor has promised the ballot, and this is what it holds (rules L1,
   * L3).
   *
   * @param from the slot that the page begins at, as it was asked for
   * @param chosenThrough this acceptor knows every slot through this one to be chosen
   * @param chosen the values of the slots from {@code from} on, without a gap, all chosen
   * @param votes votes above {@code chosenThrough}, in slot order
   * @param next where the next page begins; 0 if this is the last
   * @param truncatedTo the slots through this one are chosen, but their values are gone; if {@code
   *     from} is among them, the page says nothing else (rule L2)
   */
  record Promise(
      Ballot ballot,
      long from,
      long chosenThrough,
      List<Value> chosen,
      List<SlotVote> votes,
      long next,
      long truncatedTo)
      implements ProposerMessage {
    /** Copies the lists. */
    public Promise {
      chosen = List.copyOf(chosen);
      votes = List.copyOf(votes);
    }

    @Override
    public <R> R fold(MemberId sender, Cases<R> cases) {
      return cases.onPromise(sender, this);
    }
  }

  /**
   * Refuses a Prepare or an Accept.
   *
   * @param ballot the ballot that was refused
   * @param promised what the acceptor has durably promised (rule A5)
   */
  record Nack(Ballot ballot, Ballot promised) implements ProposerMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onNack(from, this);
    }
  }

  /**
   * Commands to order, in this order if they are ordered at all; a proposer without lead drops
   * them.
   */
  record Submit(List<LogCommand> commands) implements ProposerMessage {
    /** Copies the list. */
    public Submit {
      commands = List.copyOf(commands);
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onSubmit(from, this);
    }
  }

  /**
   * A read needs the log to reach this slot, which somebody has voted for under an earlier ballot
   * (rule R4). A leader whose log ends before it fills it up with no-ops.
   */
  record Reach(long slot) implements ProposerMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onReach(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** Phase 1b. */
    R onPromise(MemberId from, Promise promise);

    /** A refusal. */
    R onNack(MemberId from, Nack nack);

    /** Commands. */
    R onSubmit(MemberId from, Submit submit);

    /** The log is too short. */
    R onReach(MemberId from, Reach reach);
  }
}
