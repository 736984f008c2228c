package dev.synod.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.SessionLimits;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Sizes are counted before anything is encoded, so what is counted must never be less than what
 * comes out, and a message that was filled up to its bound must fit into Artery's frame.
 */
class EncodedSizeTest {
  /** Every field number of a list is at most this, so that its tag takes a single byte. */
  private static final int LIST_FIELD = 15;

  /** What Artery puts into a frame beside the message: its header and two actor paths. */
  private static final int ARTERY = 2048;

  private static final Config CONFIG = ConfigFactory.load();
  private static final int FRAME = bytes("pekko.remote.artery.advanced.maximum-frame-size");
  private static final int BATCH = bytes("synod.proposer.batch");
  private static final int PAGE = bytes("synod.acceptor.page");

  /** The settings refuse a batch or a page above this. */
  private static final int LARGEST = FRAME - 8 * 1024;

  private static final String LONGEST_NAME = "n".repeat(63);
  private static final Ballot LONGEST_BALLOT =
      new Ballot(Long.MAX_VALUE, Long.MAX_VALUE, new MemberId(LONGEST_NAME));
  private static final Value LONGEST_NO_OP = new Value.Commands(Long.MAX_VALUE, ByteString.EMPTY);
  private static final LogCommand SHORTEST_COMMAND =
      new LogCommand.KeepSession(new SessionId(Long.MAX_VALUE));

  @Property
  void aCommandTakesNoMoreThanCounted(@ForAll("commands") LogCommand command) {
    Entry entry = new Entry(CommandCodec.write(List.of(command)).get(0));

    assertThat(entry.inAList()).isLessThanOrEqualTo(command.size());
  }

  @Property
  void aValueTakesNoMoreThanCounted(@ForAll("values") Value value) {
    Entry entry = new Entry(WordCodec.write(value));

    assertThat(entry.inAList()).isLessThanOrEqualTo(value.size());
  }

  @Property
  void aVoteTakesNoMoreThanCounted(
      @ForAll("numbers") long slot,
      @ForAll("ballots") Ballot ballot,
      @ForAll("values") Value value) {
    SlotVote vote = new SlotVote(slot, ballot, value);
    Entry entry = new Entry(WordCodec.write(vote));

    assertThat(entry.inAList()).isLessThanOrEqualTo(vote.size());
  }

  /** The counts are bounds, but near ones: they waste less than a hundred bytes. */
  @Property
  void aUserCommandIsNotCountedFarTooLarge(@ForAll("users") LogCommand.User user) {
    Entry entry = new Entry(CommandCodec.write(List.of(user)).get(0));

    assertThat(user.size() - entry.inAList()).isLessThan(100);
  }

  @Example
  void aFullBatchFitsIntoAFrame() {
    for (int bound : new int[] {BATCH, LARGEST}) {
      for (LogCommand command : List.of(user(0), user(100), user(5000), SHORTEST_COMMAND)) {
        Batch batch = new Batch(Collections.nCopies(bound / command.size(), command));
        Value value = new CommandCodec().encode(batch, Long.MAX_VALUE);

        requireFits(
            new AcceptorMessage.Accept(LONGEST_BALLOT, Long.MAX_VALUE, value, Long.MAX_VALUE));
        requireFits(new ProposerMessage.Submit(batch.commands()));
        requireFits(promise(List.of(), List.of(vote(value))));
        requireFits(
            new LearnerMessage.CatchUpPage(Long.MAX_VALUE, List.of(value), 1, Long.MAX_VALUE));
      }
    }
  }

  @Example
  void theLargestCommandFitsIntoAFrame() {
    LogCommand command = user(LARGEST - user(0).size());

    requireFits(new ProposerMessage.Submit(List.of(command)));
    requireFits(
        promise(
            List.of(), List.of(vote(new CommandCodec().encode(new Batch(List.of(command)), 1)))));
  }

  @Example
  void aFullPageFitsIntoAFrame() {
    for (int bound : new int[] {PAGE, LARGEST}) {
      for (Value value :
          List.of(LONGEST_NO_OP, new Value.Commands(1, ByteString.copyFrom(new byte[999])))) {
        List<Value> values = Collections.nCopies(bound / value.size(), value);
        List<SlotVote> votes = Collections.nCopies(bound / vote(value).size(), vote(value));

        requireFits(promise(values, List.of()));
        requireFits(promise(List.of(), votes));
        requireFits(
            new LearnerMessage.CatchUpPage(Long.MAX_VALUE, values, Long.MAX_VALUE, Long.MAX_VALUE));
      }
    }
  }

  /** As many slots as an acceptor gathers for one write. */
  @Example
  void theAnswerToAFullQueueFitsIntoAFrame() {
    requireFits(
        new LearnerMessage.Accepted(LONGEST_BALLOT, Collections.nCopies(8192, Long.MAX_VALUE)));
  }

  @Provide
  Arbitrary<Long> numbers() {
    return Arbitraries.longs().greaterOrEqual(1);
  }

  @Provide
  Arbitrary<Ballot> ballots() {
    return Combinators.combine(numbers(), numbers(), names()).as(Ballot::new);
  }

  @Provide
  Arbitrary<Value> values() {
    return Arbitraries.oneOf(
        Arbitraries.just(Value.NO_OP),
        Combinators.combine(Arbitraries.longs().greaterOrEqual(0), bodies())
            .as(Value.Commands::new),
        stopSigns());
  }

  private static Arbitrary<Value.StopSign> stopSigns() {
    Arbitrary<List<MemberRecord>> members =
        Combinators.combine(
                names().map(name -> name.value().substring(0, Math.min(60, name.value().length()))),
                Arbitraries.strings().ofMaxLength(100),
                Arbitraries.integers().between(1, Configuration.MAX_MEMBERS))
            .as(
                (name, address, count) ->
                    IntStream.range(0, count)
                        .mapToObj(
                            i ->
                                MemberRecord.voter(
                                    new MemberId(name + i),
                                    address,
                                    new Incarnation(new UUID(Long.MIN_VALUE, i))))
                        .toList());
    SessionLimits sessions =
        new SessionLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
    return Combinators.combine(Arbitraries.longs().greaterOrEqual(0), members)
        .as(
            (time, all) ->
                new Value.StopSign(
                    time,
                    Configuration.majority(Long.MAX_VALUE, sessions, all),
                    Optional.of(all.get(0).id())));
  }

  @Provide
  Arbitrary<LogCommand.User> users() {
    Arbitrary<Payload> payloads =
        Combinators.combine(
                Arbitraries.integers(), Arbitraries.strings().ofMaxLength(300), bodies())
            .as(Payload::new);
    return Combinators.combine(
            numbers(), numbers(), Arbitraries.longs().greaterOrEqual(0), payloads)
        .as(
            (session, sequence, acknowledged, payload) ->
                new LogCommand.User(new SessionId(session), sequence, acknowledged, payload));
  }

  @Provide
  Arbitrary<LogCommand> commands() {
    return Arbitraries.oneOf(
        users(),
        Combinators.combine(names(), Arbitraries.longs(), Arbitraries.of(true, false))
            .as(LogCommand.OpenSession::new),
        numbers().map(session -> new LogCommand.KeepSession(new SessionId(session))));
  }

  private static Arbitrary<MemberId> names() {
    return Arbitraries.integers().between(1, 63).map(length -> new MemberId("n".repeat(length)));
  }

  private static Arbitrary<ByteString> bodies() {
    return Arbitraries.integers()
        .between(0, 1 << 20)
        .map(length -> ByteString.copyFrom(new byte[length]));
  }

  private static LogCommand.User user(int bytes) {
    return new LogCommand.User(
        new SessionId(Long.MAX_VALUE),
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        new Payload(Integer.MIN_VALUE, "", ByteString.copyFrom(new byte[bytes])));
  }

  private static SlotVote vote(Value value) {
    return new SlotVote(Long.MAX_VALUE, LONGEST_BALLOT, value);
  }

  private static ProposerMessage.Promise promise(List<Value> chosen, List<SlotVote> votes) {
    return new ProposerMessage.Promise(
        LONGEST_BALLOT, Long.MAX_VALUE, Long.MAX_VALUE, chosen, votes, Long.MAX_VALUE, 0);
  }

  private static void requireFits(PaxosMessage message) {
    Envelope envelope =
        new Envelope(
            new GroupName(LONGEST_NAME),
            "0123456789abcdef",
            Long.MAX_VALUE,
            new MemberId(LONGEST_NAME),
            Samples.DISK,
            message);

    assertThat(MessageCodec.write(envelope).getSerializedSize())
        .as(message.getClass().getSimpleName())
        .isLessThanOrEqualTo(FRAME - ARTERY);
  }

  private static int bytes(String key) {
    return Math.toIntExact(CONFIG.getBytes(key));
  }

  /** An entry of a list as it is written. */
  private record Entry(MessageLite message) {
    int inAList() {
      return CodedOutputStream.computeMessageSize(LIST_FIELD, message);
    }
  }
}
