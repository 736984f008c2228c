package dev.synod.protocol;

import java.util.Locale;

/** The parts that a member plays; each is one actor at the path of its name. */
public enum Role {
  /** Leads: orders commands into slots. */
  PROPOSER,
  /** Votes and remembers. */
  ACCEPTOR,
  /** Finds out what is chosen. */
  LEARNER,
  /** Finds out who should lead. */
  ELECTOR,
  /** Runs the user's state machine. */
  REPLICA,

  /** Changes who the members are. */
  REGISTRAR,
  /** Settles who the first members are. */
  FOUNDER,
  /** Tells a disk from an older copy of it. */
  NOTARY;

  /** The last element of the actor's path. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }
}
