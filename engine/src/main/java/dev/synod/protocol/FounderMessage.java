package dev.synod.protocol;

import java.util.List;

/** How the first members agree on who they are (the founding of epoch 1). */
public sealed interface FounderMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.FOUNDER;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /**
   * A member without a founding record to all others: who are you, and is there a record already?
   *
   * @param roster the asker's own member list, {@code id@host:port} in the order of ids
   */
  record Introduce(MemberRecord self, List<String> roster) implements FounderMessage {
    /** Copies the list. */
    public Introduce {
      roster = List.copyOf(roster);
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onIntroduce(from, this);
    }
  }

  /** The lowest id, which has met all: store this; each member stores at most one, ever. */
  record Store(Configuration founding) implements FounderMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onStore(from, this);
    }
  }

  /** The record is durable here. */
  record Stored(Configuration founding) implements FounderMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onStored(from, this);
    }
  }

  /** All have stored it: it is epoch 1. */
  record Founded(Configuration founding) implements FounderMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onFounded(from, this);
    }
  }

  /**
   * To a disk that waited: it belongs to the group since this epoch.
   *
   * @param founding the configuration of epoch 1, which names the cluster
   * @param current the configuration that the disk stands in
   */
  record Admitted(Configuration founding, Configuration current) implements FounderMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onAdmitted(from, this);
    }
  }

  /**
   * The sender can't be in one group with the receiver.
   *
   * @param reason for the receiver's operator: one line with the values that differ
   */
  record Refused(String reason) implements FounderMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onRefused(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** A member presents itself. */
    R onIntroduce(MemberId from, Introduce introduce);

    /** A record to store. */
    R onStore(MemberId from, Store store);

    /** A record is stored. */
    R onStored(MemberId from, Stored stored);

    /** A record holds. */
    R onFounded(MemberId from, Founded founded);

    /** A part in a group that exists. */
    R onAdmitted(MemberId from, Admitted admitted);

    /** No common group. */
    R onRefused(MemberId from, Refused refused);
  }
}
