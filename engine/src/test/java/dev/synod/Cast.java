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
import java.util.UUID;
import java.util.stream.IntStream;

/** The members, ballots and values that tests of rules speak of. */
public final class Cast {
  public static final MemberId N1 = new MemberId("n1");
  public static final MemberId N2 = new MemberId("n2");
  public static final MemberId N3 = new MemberId("n3");

  private Cast() {}

  /** Members n1, n2 and so on. */
  public static Configuration members(int size) {
    List<MemberRecord> records = IntStream.rangeClosed(1, size).mapToObj(Cast::member).toList();
    return new Configuration(1, new SessionLimits(10, 1000, 10), records);
  }

  private static MemberRecord member(int number) {
    return new MemberRecord(
        new MemberId("n" + number), "h:" + number, new Incarnation(new UUID(0, number)));
  }

  /** A ballot of epoch 1. */
  public static Ballot ballot(long round, MemberId member) {
    return new Ballot(1, round, member);
  }

  /** A value that is told from others by its name. */
  public static Value value(String name) {
    return value(name, 0);
  }

  /** A value with a log time. */
  public static Value value(String name, long logTime) {
    return new Value(Value.Kind.BATCH, logTime, ByteString.copyFromUtf8(name));
  }

  /** A vote for the value of that name. */
  public static SlotVote vote(long slot, Ballot ballot, String name) {
    return new SlotVote(slot, ballot, value(name));
  }
}
