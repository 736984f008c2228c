package dev.synod.testkit.audit;

import dev.synod.testkit.law.Law;

/** The user's state machine is what its invariants say and what the engine relies on. */
public final class SoundMachine extends Law {
  /** A member has found this. */
  public void found(String member, String what) {
    require(false, "%s, %s", member, what);
  }
}
