package dev.synod.testkit.law;

import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Rules P2 and S1: in each of its lives a replica's machine runs commands of the values that the
 * disks have chosen, in the order of slots and of each batch, and each command at most once, in
 * however many slots it is chosen. A life that begins with a snapshot has run what others have run
 * through that slot.
 */
public final class AppliedOnce extends Law {
  private record Numbered(SessionId session, long sequence) {}

  private static final class Life {
    private final Set<Numbered> done = new HashSet<>();
    private long slot;

    /** Its disk has one of the state after this slot, with which it goes on or not. */
    private long snapshot;

    /** Before it runs a command of this slot. */
    private void skipTo(long next, Map<Numbered, Long> first) {
      if (snapshot > slot && next > snapshot) {
        slot = snapshot;
        first.forEach(
            (command, at) -> {
              if (at <= snapshot) {
                done.add(command);
              }
            });
      }
    }

    private List<LogCommand.User> batch = List.of();
    private int next;
  }

  private final OneChosenValue disks;
  private final BatchCodec codec;
  private final UnaryOperator<Payload> rewritten;
  private final Map<MemberId, Life> lives = new TreeMap<>();

  /** In which slot each command was run by whoever ran it first. */
  private final Map<Numbered, Long> first = new HashMap<>();

  /**
   * As the disks say; reads values with this codec.
   *
   * @param rewritten a payload read and written again: serializers need not write equal objects as
   *     equal bytes
   */
  public AppliedOnce(OneChosenValue disks, BatchCodec codec, UnaryOperator<Payload> rewritten) {
    this.disks = disks;
    this.codec = codec;
    this.rewritten = rewritten;
  }

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    lives.put(member, new Life());
  }

  @Override
  public void loaded(MemberId member, long slot) {
    saved(member, slot);
  }

  @Override
  public void saved(MemberId member, long slot) {
    Life life = lives.computeIfAbsent(member, unseen -> new Life());
    life.snapshot = Math.max(life.snapshot, slot);
  }

  @Override
  public void applied(MemberId member, long slot, Payload command) {
    Life life = lives.computeIfAbsent(member, unseen -> new Life());
    life.skipTo(slot, first);
    require(
        slot >= life.slot,
        "%s applies a command of slot %d after one of slot %d",
        member,
        slot,
        life.slot);
    if (slot > life.slot) {
      life.slot = slot;
      life.batch = batch(slot);
      life.next = 0;
    }
    while (life.next < life.batch.size() && !isNew(life, life.batch.get(life.next), command)) {
      life.next++;
    }
    require(
        life.next < life.batch.size(),
        "%s applies %s in slot %d, where it is not chosen or was applied before: %s",
        member,
        command,
        slot,
        life.batch);
    LogCommand.User run = life.batch.get(life.next);
    first.putIfAbsent(new Numbered(run.session(), run.sequence()), slot);
    life.next++;
  }

  private boolean isNew(Life life, LogCommand.User user, Payload command) {
    Payload chosen = user.payload();
    return (chosen.equals(command) || rewritten.apply(chosen).equals(command))
        && life.done.add(new Numbered(user.session(), user.sequence()));
  }

  private List<LogCommand.User> batch(long slot) {
    return disks
        .at(slot)
        .filter(Value.Commands.class::isInstance)
        .map(Value.Commands.class::cast)
        .map(
            value ->
                codec.decode(value).commands().stream()
                    .filter(LogCommand.User.class::isInstance)
                    .map(LogCommand.User.class::cast)
                    .toList())
        .orElse(List.of());
  }
}
