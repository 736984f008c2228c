package dev.synod.membership;

import dev.synod.membership.FounderEvent.AdmittedTo;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Admitted;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.FounderMessage.Stored;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import java.util.List;
import java.util.Optional;

/**
 * What a member hears that does not know of a group yet: one method per message. It takes part in
 * the founding, unless it hears that the group exists already.
 */
record Gathering(FoundingState state, Envelope envelope) implements FounderMessage.Cases<Turn> {

  @Override
  public Turn onIntroduce(MemberId from, Introduce introduce) {
    MemberRecord peer = introduce.self();
    // Who has a group founds nothing: its list may be as old as the group, and older than this one.
    boolean founds = envelope.cluster().isEmpty();
    if (state.idle() || !founds || !peer.id().equals(from)) {
      return Turn.stay(state);
    }
    Roster roster = state.roster();
    if (!introduce.roster().equals(roster.entries())) {
      String line = state.lines().listsDiffer(peer.id(), introduce.roster());
      // Of two that differ one stops, so that an operator sees it, and one waits for its repair.
      return state.self().compareTo(peer.id()) < 0
          ? state.refuse(envelope, line)
          : state.end(new Founder.Failed(line));
    }
    if (!roster.address(peer.id()).equals(Optional.of(peer.address()))) {
      return state.refuse(envelope, state.lines().elsewhere(peer));
    }
    return state.with(state.met().introducing(peer)).advance();
  }

  @Override
  public Turn onStore(MemberId from, Store store) {
    Configuration founding = store.founding();
    Optional<Configuration> stored = state.memory().stored();
    if (stored.equals(Optional.of(founding))) {
      return Turn.stay(state).saying(toSender(new Stored(founding)));
    }
    if (stored.isPresent()) {
      return state.refuse(envelope, state.lines().otherFounding(from, founding, stored.get()));
    }
    if (state.idle()) {
      return Turn.stay(state);
    }
    if (!isForMe(founding)) {
      return state.refuse(
          envelope, state.lines().notMine(from, founding, state.me().incarnation()));
    }
    return state.remember(new StoredFounding(founding)).saying(toSender(new Stored(founding)));
  }

  private boolean isForMe(Configuration founding) {
    return founding.epoch() == 1
        && founding.ids().get(0).equals(envelope.from())
        && founding.knows(envelope.from(), envelope.incarnation())
        && founding.knows(state.self(), state.me().incarnation())
        && state.roster().matches(founding);
  }

  private List<Effect> toSender(FounderMessage message) {
    return List.of(new Effect.Send(envelope.from(), message));
  }

  @Override
  public Turn onStored(MemberId from, Stored stored) {
    Configuration founding = stored.founding();
    boolean counts =
        state.memory().stored().equals(Optional.of(founding))
            && founding.knows(from, envelope.incarnation());
    return counts ? state.with(state.met().holding(from)).advance() : Turn.stay(state);
  }

  @Override
  public Turn onFounded(MemberId from, Founded founded) {
    return founded(state, from, founded.founding());
  }

  private static Turn founded(FoundingState state, MemberId from, Configuration founding) {
    if (state.idle()) {
      return Turn.stay(state);
    }
    Incarnation mine = state.me().incarnation();
    if (!founding.knows(state.self(), mine)) {
      return state
          .hearingOf(founding)
          .end(
              new Founder.Outsider(
                  founding
                      .member(state.self())
                      .map(known -> state.lines().otherDisk(mine, known))
                      .orElseGet(() -> state.lines().noPart(from, founding))));
    }
    Optional<Configuration> stored = state.memory().stored();
    if (stored.isEmpty()) {
      // It was stored before anyone could be told that it holds: this directory has forgotten.
      return state.hearingOf(founding).end(new Founder.Outsider(state.lines().forgotten(founding)));
    }
    if (!stored.get().equals(founding)) {
      return state.end(new Founder.Failed(state.lines().torn(from, founding, stored.get())));
    }
    return state.remember(new FoundedWith(founding));
  }

  @Override
  public Turn onAdmitted(MemberId from, Admitted admitted) {
    return state.idle() ? Turn.stay(state) : admitted(state, from, admitted);
  }

  /** A part in a group that others founded, if it is this disk's and it has not had one before. */
  static Turn admitted(FoundingState state, MemberId from, Admitted admitted) {
    Configuration founding = admitted.founding();
    Configuration current = admitted.current();
    Incarnation mine = state.me().incarnation();
    if (state.memory().stored().isPresent() || founding.knows(state.self(), mine)) {
      return founded(state, from, founding);
    }
    return current.knows(state.self(), mine)
        ? state.remember(new AdmittedTo(founding, current))
        : Turn.stay(state.hearingOf(current));
  }

  @Override
  public Turn onRefused(MemberId from, Refused refused) {
    return state.end().isPresent()
        ? Turn.stay(state)
        : state.end(new Founder.Failed(state.lines().refused(from, refused.reason())));
  }
}
