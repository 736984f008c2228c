package dev.synod.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.CommitProtocol.Kind;
import dev.synod.api.Participant;
import dev.synod.api.TransactionId;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import dev.synod.transaction.TransactionMessage.Said;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;

/** The actors of one member, n1, and what they say to anybody. */
final class Scene implements AutoCloseable {
  static final MemberId N1 = new MemberId("n1");
  static final MemberId N2 = new MemberId("n2");
  static final MemberId N3 = new MemberId("n3");
  static final Circle CIRCLE = new Circle("t", Kind.PAXOS_COMMIT, List.of(N1, N2, N3));
  static final long PATIENCE = 200;
  static final String JOURNAL = "pekko.persistence.testkit.journal";

  final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = off")
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(ConfigFactory.load()));
  final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  final TestProbe<Post> posted = kit.createTestProbe(Post.class);
  final AtomicLong clock = new AtomicLong();

  /** Something said to a node. */
  record Post(MemberId to, TransactionMessage message) {}

  TransactionSeat seat() {
    return new TransactionSeat(
        N1,
        JOURNAL,
        (node, message) -> posted.ref().tell(new Post(node, message)),
        clock::get,
        new Random(1),
        PATIENCE);
  }

  ActorRef<TransactionMail> acceptor() {
    return acceptor(CIRCLE);
  }

  ActorRef<TransactionMail> acceptor(Circle circle) {
    return kit.spawn(TransactionNode.create(circle, CommitRole.ACCEPTOR, seat()));
  }

  ActorRef<TransactionMail> participant(Participant<Long> manager) {
    return kit.spawn(
        TransactionNode.participant(
            CIRCLE,
            seat(),
            new Resource<>(manager, Long.class, kit.system(), Duration.ofMillis(PATIENCE))));
  }

  /** Conducted by a probe. */
  ActorRef<TransactionMail> initiator(TestProbe<TransactionMail> conductor, int open) {
    return kit.spawn(
        Initiator.create(
            CIRCLE,
            seat(),
            conductor.ref(),
            List.of(conductor.ref()),
            new Initiator.Bounds(open, Math.max(1, open / 2))));
  }

  static TransactionId id(long number) {
    return new TransactionId("t", "n2", number);
  }

  static List<MemberId> participants(MemberId... members) {
    return List.of(members).stream().map(CommitRole.PARTICIPANT::of).toList();
  }

  static Said said(CommitRole role, TransactionId transaction, PaxosCommitMessage message) {
    return new Said(CIRCLE, role.of(N2), transaction, message, Optional.empty());
  }

  /** A letter that asks n1 to vote on some work. */
  Said prepare(long number) {
    return new Said(
        CIRCLE,
        CommitRole.LEADER.of(N2),
        id(number),
        new PaxosCommitMessage.Prepare(participants(N1, N2)),
        Optional.of(work()));
  }

  Payload work() {
    return new Payloads(kit.system()).write(5L);
  }

  /** The next that is said of this kind; others are passed over. */
  <T> T next(Class<T> kind) {
    return next(kind, Duration.ofSeconds(20));
  }

  <T> T next(Class<T> kind, Duration patience) {
    return posted
        .fishForMessage(
            patience,
            post ->
                kind.isInstance(content(post))
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndIgnore())
        .stream()
        .map(post -> kind.cast(content(post)))
        .findFirst()
        .orElseThrow();
  }

  private static Object content(Post post) {
    return post.message() instanceof Said said ? said.message() : post.message();
  }

  static Throwable failure(CompletableFuture<?> call) {
    Throwable failure =
        call.orTimeout(20, TimeUnit.SECONDS).handle((result, thrown) -> thrown).join();
    assertThat(failure).isNotNull();
    return failure;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
