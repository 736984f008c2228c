package dev.synod.testkit.sim;

import dev.synod.api.Command;
import dev.synod.protocol.MemberId;
import dev.synod.shell.Payloads;
import dev.synod.testkit.audit.MachineWatcher;
import dev.synod.testkit.audit.SoundMachine;
import dev.synod.testkit.law.Onlooker;
import java.util.List;
import java.util.function.Function;

/** Tells the onlookers of a run what one member's machine does. */
final class SimWatcher<S> implements MachineWatcher<S> {
  /** The state is compared before every so many slots: to write it takes longer than a command. */
  private static final long EVERY = 8;

  private final MemberId member;
  private final Function<S, Object> snapshot;
  private final Payloads payloads;
  private final SoundMachine law;
  private final List<Onlooker> onlookers;
  private long slot;

  SimWatcher(
      MemberId member,
      Function<S, Object> snapshot,
      Payloads payloads,
      SoundMachine law,
      List<Onlooker> onlookers) {
    this.member = member;
    this.snapshot = snapshot;
    this.payloads = payloads;
    this.law = law;
    this.onlookers = onlookers;
  }

  @Override
  public void found(String what) {
    law.found(member.value(), what);
  }

  @Override
  public void applies(long at, S before, Command<?> command) {
    if (at != slot && at % EVERY == 0) {
      reached(at, before);
    }
    slot = at;
    var payload = payloads.write(command);
    onlookers.forEach(one -> one.applied(member, at, payload));
  }

  private void reached(long at, S state) {
    int digest;
    try {
      digest = payloads.write(snapshot.apply(state)).digest();
    } catch (Exception | StackOverflowError unwritable) {
      return; // The audit of snapshots tells, unless it was left out.
    }
    onlookers.forEach(one -> one.reached(member, at, digest));
  }
}
