package dev.synod.membership;

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
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.RegistrarNotice;
import java.util.List;

/**
 * How a member of a group that exists answers founders: those that are late hear of the founding,
 * those that were added or have taken a lost disk's place hear that they belong to it, and whoever
 * has no part is made known to the registrar.
 *
 * @param founding the configuration of epoch 1
 * @param current that of the latest epoch that is known here
 */
record Belonging(
    FoundingState state, Envelope envelope, Configuration founding, Configuration current)
    implements FounderMessage.Cases<Turn> {

  @Override
  public Turn onIntroduce(MemberId from, Introduce introduce) {
    MemberRecord disk = introduce.self();
    boolean late = founding.knows(from, envelope.incarnation());
    boolean member = current.knows(from, envelope.incarnation());
    Turn answer = reply(member && !late ? new Admitted(founding, current) : new Founded(founding));
    // Nobody speaks for another disk.
    boolean itself = disk.id().equals(from) && disk.incarnation().equals(envelope.incarnation());
    return !itself || placed(disk)
        ? answer
        : answer.saying(List.of(new Effect.Post(new RegistrarNotice.Waiting(disk))));
  }

  private boolean placed(MemberRecord disk) {
    return current
        .member(disk.id())
        .filter(known -> known.equals(disk.as(known.kind())))
        .isPresent();
  }

  @Override
  public Turn onStore(MemberId from, Store store) {
    boolean agreed = state.memory().stored().filter(store.founding()::equals).isPresent();
    return reply(agreed ? new Stored(store.founding()) : new Founded(founding));
  }

  @Override
  public Turn onStored(MemberId from, Stored stored) {
    return Turn.stay(state);
  }

  @Override
  public Turn onFounded(MemberId from, Founded founded) {
    return compare(from, founded.founding());
  }

  @Override
  public Turn onAdmitted(MemberId from, Admitted admitted) {
    return compare(from, admitted.founding());
  }

  private Turn compare(MemberId from, Configuration theirs) {
    return founding.equals(theirs)
        ? Turn.stay(state)
        : state.complain(from, state.lines().contradiction(from, theirs, founding));
  }

  @Override
  public Turn onRefused(MemberId from, Refused refused) {
    return state.complain(from, state.lines().refused(from, refused.reason()));
  }

  private Turn reply(FounderMessage message) {
    return Turn.stay(state).saying(List.of(new Effect.Send(envelope.from(), message)));
  }
}
