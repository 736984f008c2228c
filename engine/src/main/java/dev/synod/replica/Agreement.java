package dev.synod.replica;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.ReplicaMessage.StateKept;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Whether the members' states are the same after the same slots (rule G6). Each tells the others
 * the hash of what it has saved; a machine that is no function of state and command, a damaged
 * memory or another version of the machine shows there.
 *
 * <p>Only the states of voters are counted. Who differs from a majority of these has the wrong one,
 * and must not serve it; where none has a majority, nobody can tell who is right. What a release
 * writes in another form is not compared.
 *
 * @param self this member
 * @param states of each member the latest ones, by slots
 */
record Agreement(MemberId self, PSortedMap<MemberId, PSortedMap<Long, StateKept>> states) {
  /** So many of each member are remembered: they save at their own paces. */
  static final int REMEMBERED = 16;

  /**
   * What is wrong.
   *
   * @param own whether it is this member that has the wrong state
   * @param line for operators
   */
  record Discord(boolean own, String line) {}

  static Agreement none(MemberId self) {
    return new Agreement(self, TreePMap.empty());
  }

  /** With what this member has saved. */
  Agreement own(StateKept state) {
    return with(self, state);
  }

  /** With what a member has saved. */
  Agreement with(MemberId member, StateKept state) {
    PSortedMap<Long, StateKept> more =
        states.getOrDefault(member, TreePMap.empty()).plus(state.slot(), state);
    return new Agreement(
        self, states.plus(member, more.size() > REMEMBERED ? more.minus(more.firstKey()) : more));
  }

  /** With what this member has saved, and nothing of the others. */
  Agreement alone() {
    PSortedMap<Long, StateKept> own = states.getOrDefault(self, TreePMap.empty());
    return new Agreement(self, TreePMap.singleton(self, own));
  }

  /** Whether a member has said this before. */
  boolean knows(MemberId member, StateKept state) {
    return state.equals(at(member, state.slot()).orElse(null));
  }

  /** The latest that this member has saved. */
  Optional<StateKept> latest() {
    return Optional.ofNullable(states.get(self))
        .filter(own -> !own.isEmpty())
        .map(own -> own.get(own.lastKey()));
  }

  /** What this member has saved after that slot, if that is another state. */
  Optional<StateKept> differing(StateKept state) {
    return at(self, state.slot())
        .filter(own -> own.form().equals(state.form()) && !own.hash().equals(state.hash()));
  }

  private Optional<StateKept> at(MemberId member, long slot) {
    return Optional.ofNullable(states.get(member)).map(of -> of.get(slot));
  }

  /** What is wrong after this slot, as far as this member knows; empty if it has not saved it. */
  Optional<Discord> discord(long slot, Configuration configuration) {
    Optional<StateKept> own = at(self, slot);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    PSortedMap<MemberId, String> hashes = TreePMap.empty();
    for (MemberId member : configuration.ids()) {
      Optional<StateKept> alike =
          at(member, slot).filter(state -> state.form().equals(own.get().form()));
      hashes = alike.isPresent() ? hashes.plus(member, alike.get().hash()) : hashes;
    }
    return hashes.values().stream().distinct().count() > 1
        ? Optional.of(told(slot, hashes, configuration))
        : Optional.empty();
  }

  private Discord told(long slot, Map<MemberId, String> hashes, Configuration configuration) {
    List<MemberId> voters =
        configuration.ids().stream()
            .filter(member -> configuration.has(member, MemberKind.VOTER))
            .toList();
    Optional<String> right =
        hashes.values().stream()
            .filter(
                hash ->
                    voters.stream().filter(voter -> hash.equals(hashes.get(voter))).count()
                        > voters.size() / 2)
            .findFirst();
    String differ =
        "the members' states after slot %d are not the same: %s; ".formatted(slot, hashes);
    if (right.isEmpty()) {
      return new Discord(
          false,
          differ
              + "no majority of the voters is known to have the same, so nobody can tell which is"
              + " right; if nothing further is told of this slot, stop them, find out, and replace"
              + " those that have the wrong one");
    }
    List<MemberId> wrong =
        hashes.keySet().stream().filter(member -> !right.get().equals(hashes.get(member))).toList();
    return new Discord(
        wrong.contains(self),
        differ
            + ("%s has what no majority has, and must not serve it. Does its release write the same"
                    + " state in other bytes? Then give those another manifest. Else look for a"
                    + " machine that is no function of state and command or was another version"
                    + " there; start its node with an empty directory, and replace it")
                .formatted(wrong));
  }
}
