package dev.synod;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** The members, ballots and values that tests of rules speak of. */
public final class Cast {
  public static final MemberId N1 = new MemberId("n1");
  public static final MemberId N2 = new MemberId("n2");
  public static final MemberId N3 = new MemberId("n3");

  /** Three members that found a group. */
  public static final Configuration FOUNDING = members(3);

  private Cast() {}

  /** Members n1, n2 and so on. */
  public static Configuration members(int size) {
    List<MemberRecord> records = IntStream.rangeClosed(1, size).mapToObj(Cast::member).toList();
    return Configuration.majority(1, new SessionLimits(10, 1000, 10), records);
  }

  private static MemberRecord member(int number) {
    return MemberRecord.voter(
        new MemberId("n" + number), "h:" + number, new Incarnation(new UUID(0, number)));
  }

  /** The same members in another epoch. */
  public static Configuration epoch(long number) {
    return Configuration.majority(number, FOUNDING.sessions(), FOUNDING.members());
  }

  /** Ends the epoch before this one; nobody is to lead on. */
  public static Value.StopSign stopSign(long epoch) {
    return new Value.StopSign(0, epoch(epoch), Optional.empty());
  }

  /** A ballot of epoch 1. */
  public static Ballot ballot(long round, MemberId member) {
    return new Ballot(1, round, member);
  }

  /** A value that is told from others by its name. */
  public static Value.Commands value(String name) {
    return value(name, 0);
  }

  /** A value with a log time. */
  public static Value.Commands value(String name, long logTime) {
    return new Value.Commands(logTime, ByteString.copyFromUtf8(name));
  }

  /** A vote for the value of that name. */
  public static SlotVote vote(long slot, Ballot ballot, String name) {
    return new SlotVote(slot, ballot, value(name));
  }
}
