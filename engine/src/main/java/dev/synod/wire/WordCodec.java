package dev.synod.wire;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.wire.proto.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The words that messages and events are made of. Every {@code read} throws
 * IllegalArgumentException, naming thing, value and bound, for what no member ever writes.
 */
final class WordCodec {
  /** The version that this release writes, and the newest that it reads. */
  static final int FORMAT = 1;

  private static final Logger LOG = LoggerFactory.getLogger(WordCodec.class);

  private WordCodec() {}

  /** Refuses what a newer release wrote, which this one can't be sure to understand. */
  static void requireReadable(int version) {
    if (version < 1 || version > FORMAT) {
      throw new IllegalArgumentException(
          "format version "
              + version
              + ", this release reads 1 to "
              + FORMAT
              + ": bring all members to the newer release");
    }
  }

  /** A slot, or another number that is counted from 1. */
  static long fromOne(String name, long value) {
    return atLeast(name, 1, value);
  }

  /** A number that is never negative. */
  static long fromZero(String name, long value) {
    return atLeast(name, 0, value);
  }

  private static long atLeast(String name, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " = " + value + " must be at least " + least);
    }
    return value;
  }

  /**
   * Those of a message's parts that can be read. Each of the others is as good as lost, and the log
   * says why; its neighbours, which may be other clients', are not.
   */
  static <W, T> List<T> readable(List<W> parts, Function<W, T> read) {
    List<T> all = new ArrayList<>(parts.size());
    for (W part : parts) {
      try {
        all.add(read.apply(part));
      } catch (IllegalArgumentException unreadable) {
        LOG.warn("a part of a message can't be read and is dropped: {}", unreadable.getMessage());
      }
    }
    return all;
  }

  static Wire.Ballot write(Ballot ballot) {
    return Wire.Ballot.newBuilder()
        .setEpoch(ballot.epoch())
        .setRound(ballot.round())
        .setMember(ballot.member().value())
        .build();
  }

  static Ballot read(Wire.Ballot ballot) {
    return new Ballot(ballot.getEpoch(), ballot.getRound(), new MemberId(ballot.getMember()));
  }

  static Wire.Value write(Value value) {
    Wire.Value.Builder wire = Wire.Value.newBuilder().setLogTime(value.logTime());
    if (value instanceof Value.Commands commands) {
      wire.setKind(Wire.Value.Kind.BATCH).setBody(commands.body());
    } else if (value instanceof Value.StopSign sign) {
      wire.setKind(Wire.Value.Kind.STOP_SIGN).setStopSign(MemberCodec.write(sign));
    } else {
      wire.setKind(Wire.Value.Kind.NO_OP);
    }
    return wire.build();
  }

  static Value read(Wire.Value value) {
    long logTime = fromZero("log time", value.getLogTime());
    return switch (value.getKind()) {
      case NO_OP -> Value.NO_OP;
      case BATCH -> new Value.Commands(logTime, value.getBody());
      case STOP_SIGN -> MemberCodec.read(logTime, value.getStopSign());
      case UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a value of an unknown kind");
    };
  }

  static List<Wire.Value> writeValues(List<Value> values) {
    return values.stream().map(WordCodec::write).toList();
  }

  static List<Value> readValues(List<Wire.Value> values) {
    return values.stream().map(WordCodec::read).toList();
  }

  static Wire.SlotVote write(SlotVote vote) {
    return Wire.SlotVote.newBuilder()
        .setSlot(vote.slot())
        .setBallot(write(vote.ballot()))
        .setValue(write(vote.value()))
        .build();
  }

  static SlotVote read(Wire.SlotVote vote) {
    return new SlotVote(
        fromOne("slot", vote.getSlot()), read(vote.getBallot()), read(vote.getValue()));
  }

  static List<Wire.SlotVote> writeVotes(List<SlotVote> votes) {
    return votes.stream().map(WordCodec::write).toList();
  }

  static List<SlotVote> readVotes(List<Wire.SlotVote> votes) {
    return votes.stream().map(WordCodec::read).toList();
  }

  static Wire.Incarnation write(Incarnation incarnation) {
    UUID uuid = incarnation.uuid();
    return Wire.Incarnation.newBuilder()
        .setHigh(uuid.getMostSignificantBits())
        .setLow(uuid.getLeastSignificantBits())
        .build();
  }

  static Incarnation read(Wire.Incarnation incarnation) {
    return new Incarnation(new UUID(incarnation.getHigh(), incarnation.getLow()));
  }

  static Wire.Payload write(Payload payload) {
    return Wire.Payload.newBuilder()
        .setSerializerId(payload.serializerId())
        .setManifest(payload.manifest())
        .setBody(payload.bytes())
        .build();
  }

  static Payload read(Wire.Payload payload) {
    return new Payload(payload.getSerializerId(), payload.getManifest(), payload.getBody());
  }
}
