package dev.synod.proposer;

import static dev.synod.Cast.N1;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.WorldValues;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.ProposerSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The proposer of n1 among three members; resends after 250 ms, gives up after 2 s, and a lead
 * after 3 s.
 */
final class Scene {
  static final int COMMAND = WorldValues.command(1).size();

  private Scene() {}

  static Driver<ProposerState, ProposerMessage, ProposerNotice> idle() {
    return idle(3, 4, 100 * COMMAND);
  }

  static Driver<ProposerState, ProposerMessage, ProposerNotice> idle(
      int members, int window, int batchBytes) {
    ProposerSettings settings =
        new ProposerSettings(
            window,
            batchBytes,
            1000 * COMMAND,
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3));
    return new Driver<>(
        ProposerState.initial(N1, Cast.members(members), settings, WorldValues.CODEC));
  }

  /** Above round 4 of anybody. */
  static Driver<ProposerState, ProposerMessage, ProposerNotice> campaigning() {
    return idle().told(new ProposerNotice.Campaign(Cast.ballot(4, Cast.N3)));
  }

  static Ballot own() {
    return Cast.ballot(5, N1);
  }

  static Promise nothing(long from) {
    return page(from, 0, List.of(), List.of(), 0);
  }

  static Promise page(
      long from, long through, List<Value> chosen, List<SlotVote> votes, long next) {
    return new Promise(own(), from, through, chosen, votes, next, 0);
  }

  /** Leads from slot 1 on with an empty log. */
  static Driver<ProposerState, ProposerMessage, ProposerNotice> leading() {
    return lead(idle());
  }

  static Driver<ProposerState, ProposerMessage, ProposerNotice> lead(
      Driver<ProposerState, ProposerMessage, ProposerNotice> idle) {
    return idle.told(new ProposerNotice.Campaign(Cast.ballot(4, Cast.N3)))
        .hear(N1, nothing(1))
        .hear(Cast.N2, nothing(1));
  }

  static Submit submit(long first, long last) {
    List<LogCommand> commands =
        LongStream.rangeClosed(first, last).mapToObj(WorldValues::command).toList();
    return new Submit(commands);
  }

  /** What was proposed in the last step, once per slot. */
  static List<SlotVote> proposals(Driver<ProposerState, ProposerMessage, ProposerNotice> proposer) {
    return proposer.said(Accept.class).stream()
        .distinct()
        .map(accept -> new SlotVote(accept.slot(), accept.ballot(), accept.value()))
        .toList();
  }

  static List<MemberId> voters(int size) {
    return Cast.members(size).ids();
  }
}
