package dev.synod.membership;

import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Admitted;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.FounderMessage.Stored;
import dev.synod.protocol.MemberId;

/** What a disk without a part in its group hears: it waits for a configuration that names it. */
record Outside(FoundingState state) implements FounderMessage.Cases<Turn> {

  @Override
  public Turn onIntroduce(MemberId from, Introduce introduce) {
    return Turn.stay(state);
  }

  @Override
  public Turn onStore(MemberId from, Store store) {
    return Turn.stay(state);
  }

  @Override
  public Turn onStored(MemberId from, Stored stored) {
    return Turn.stay(state);
  }

  @Override
  public Turn onFounded(MemberId from, Founded founded) {
    return Turn.stay(state.hearingOf(founded.founding()));
  }

  @Override
  public Turn onAdmitted(MemberId from, Admitted admitted) {
    return Gathering.admitted(state, from, admitted);
  }

  @Override
  public Turn onRefused(MemberId from, Refused refused) {
    return state.complain(from, state.lines().refused(from, refused.reason()));
  }
}
