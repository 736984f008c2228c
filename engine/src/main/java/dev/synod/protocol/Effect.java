package dev.synod.protocol;

import java.util.List;

/** What a rule wants said. Rules return effects; the shell performs them, in order. */
public sealed interface Effect {
  /** Performs it. */
  void perform(Postbox postbox);

  /** To a member. */
  record Send(MemberId to, PaxosMessage message) implements Effect {
    @Override
    public void perform(Postbox postbox) {
      postbox.send(to, message);
    }
  }

  /** To another role of this member. */
  record Post(Notice notice) implements Effect {
    @Override
    public void perform(Postbox postbox) {
      postbox.post(notice);
    }
  }

  /** One and the same message to several members, in the order given. */
  static List<Effect> toAll(List<MemberId> members, PaxosMessage message) {
    return members.stream().<Effect>map(member -> new Send(member, message)).toList();
  }
}
