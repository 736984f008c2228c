package dev.synod.testkit.audit;

import dev.synod.api.Command;

/**
 * Is told what a member's machine does.
 *
 * @param <S> the state
 */
public interface MachineWatcher<S> {
  /** In a line, what is wrong with the machine, and where. */
  void found(String what);

  /**
   * The machine begins to apply a command.
   *
   * @param before what all commands before this one have made
   */
  void applies(long slot, S before, Command<?> command);
}
