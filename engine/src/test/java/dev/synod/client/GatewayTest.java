package dev.synod.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.protocol.Place;
import dev.synod.replica.Replica;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule S5 on the way from a node without a member to a replica and back. */
class GatewayTest extends ClientScene {

  @BeforeEach
  void aMemberAnswers() {
    join();
  }

  @Test
  void bringsCommandsToTheReplicaAndRepliesBack() {
    CompletionStage<? extends Outcome<?>> plain = door.submit(new Say("a"));
    Replica.Submit first = submitted();
    CompletionStage<? extends Outcome<?>> inSession = door.submit(7, 5, new Say("b"));
    Replica.Submit second = submitted();

    first.outcome().complete(new Outcome.Committed<>(new Heard("a!"), 8));
    second.outcome().complete(new Outcome.Committed<>(new Heard("b!"), 9));

    assertThat(first.command()).isEqualTo(new Say("a"));
    assertThat(first.place()).isEmpty();
    assertThat(second.place()).contains(Place.of(7, 5));
    assertThat(plain.toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new Outcome.Committed<>(new Heard("a!"), 8));
    assertThat(inSession.toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new Outcome.Committed<>(new Heard("b!"), 9));
  }

  /** Who comes later goes elsewhere; who was there already is served to the end. */
  @Test
  void isFoundNoMoreWhenItsSignIsDownButAnswersWhatCameBefore() {
    CompletionStage<? extends Outcome<?>> before = door.submit(new Say("a"));
    Replica.Submit open = submitted();

    sign(Gateway.Sign.DOWN);
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(listed()).isEmpty());
    open.outcome().complete(new Outcome.Committed<>(new Heard("a!"), 8));

    assertThat(before.toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new Outcome.Committed<>(new Heard("a!"), 8));
  }

  @Test
  void isFoundAgainWhenItsSignIsUpAgain() {
    sign(Gateway.Sign.DOWN);
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(listed()).isEmpty());
    sign(Gateway.Sign.UP);
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(listed()).hasSize(1));
  }

  /** So that clients ask there first. */
  @Test
  void isFoundAsTheLeadersWhileItsMemberLeads() {
    asked(Replica.Leader.class).leader().complete(Optional.of("n1"));
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(leaders()).hasSize(1));

    asked(Replica.Leader.class).leader().complete(Optional.of("n2"));
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(leaders()).isEmpty());
  }

  @Test
  void isNobodysLeaderOnceItsSignIsDown() {
    asked(Replica.Leader.class).leader().complete(Optional.of("n1"));
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(leaders()).hasSize(1));

    sign(Gateway.Sign.DOWN);

    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(leaders()).isEmpty());
  }

  @Test
  void bringsAnswersBack() {
    CompletionStage<ReadResult<String>> read = door.read(new Ask(), ReadConsistency.LOCAL);

    asked(Replica.Read.class).result().complete(new ReadResult<>(new Heard("yes"), 3));

    assertThat(read.thenApply(Object::toString))
        .succeedsWithin(SOON)
        .isEqualTo(new ReadResult<>(new Heard("yes"), 3).toString());
  }

  /** Once it is committed, nothing that befalls the reply makes it undone. */
  @Test
  void isInDoubtOnlyOfTheReplyWhereThatCannotBeWrittenOrRead() {
    CompletionStage<? extends Outcome<?>> unwritable = door.submit(new Say("a"));
    submitted().outcome().complete(new Outcome.Committed<>(new Unbound(), 8));
    assertUnknown(unwritable, Doubt.UNREADABLE, "done in slot 8");

    CompletionStage<? extends Outcome<?>> unreadable = door.submit(7, 5, new Say("b"));
    submitted().outcome().complete(new Outcome.Committed<>(new Heard("unreadable"), 9));
    assertUnknown(unreadable, Doubt.UNREADABLE, "done in slot 9");

    CompletionStage<? extends Outcome<?>> tooLarge = door.submit(new Say("c"));
    submitted().outcome().complete(new Outcome.Committed<>(new Heard("x".repeat(1024)), 10));
    assertUnknown(tooLarge, Doubt.REPLY_TOO_LARGE, "at most 1024 B");
  }

  /** What they say stays; a message of 1024 B has room for 256 chars. */
  @Test
  void cutsTheLongTextsOfRefusalsAndDoubts() {
    CompletionStage<? extends Outcome<?>> refused = door.submit(new Say("a"));
    submitted()
        .outcome()
        .complete(new Outcome.Rejected<>(Reason.FAILED, "é".repeat(1024), OptionalLong.of(8)));
    assertThat(refused.toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new Outcome.Rejected<>(Reason.FAILED, "é".repeat(256), OptionalLong.of(8)));

    CompletionStage<? extends Outcome<?>> doubted = door.submit(7, 5, new Say("b"));
    submitted().outcome().complete(new Outcome.Unknown<>(Doubt.TIMED_OUT, "é".repeat(1024)));
    assertThat(doubted.toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new Outcome.Unknown<>(Doubt.TIMED_OUT, "é".repeat(256)));

    CompletionStage<ReadResult<String>> read = door.read(new Ask());
    asked(Replica.Read.class)
        .result()
        .completeExceptionally(new ReadFailedException("é".repeat(1024)));
    assertThat(read)
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .withMessageContaining("ééé")
        .satisfies(thrown -> assertThat(thrown.getMessage()).hasSize(256));
  }

  @Test
  void failsTheReadWhoseAnswerCannotBeWrittenOrIsTooLarge() {
    CompletionStage<ReadResult<String>> unwritable = door.read(new Ask());
    asked(Replica.Read.class).result().complete(new ReadResult<>(new Unbound(), 3));
    assertThat(unwritable).failsWithin(SOON).withThrowableThat().withMessageContaining("Unbound");

    CompletionStage<ReadResult<String>> tooLarge = door.read(new Ask());
    asked(Replica.Read.class).result().complete(new ReadResult<>(new Heard("x".repeat(1024)), 3));
    assertThat(tooLarge)
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("at most 1024 B");
  }

  /** Of a group of five, in the smallest message. */
  @Test
  void bringsTheStatusBack() {
    List<GroupStatus.Member> five =
        Collections.nCopies(
            5,
            new GroupStatus.Member(
                "n1", "10.0.0.1:25520", "voter", "123e4567-e89b-12d3-a456-426614174000"));
    GroupStatus status =
        new GroupStatus(
            "bank",
            "n1",
            five,
            new GroupStatus.Quorums(3, 3),
            GroupStatus.Leases.NONE,
            1,
            "1.2.n1",
            Optional.of("n1"),
            3,
            3,
            2,
            9,
            "none",
            4,
            5,
            new GroupStatus.LeaderChanges(6, "transfer"));
    CompletionStage<GroupStatus> told = door.status();

    asked(Replica.Status.class).status().complete(status);

    assertThat(told).succeedsWithin(SOON).isEqualTo(status);
  }

  @Test
  void failsTheReadWhoseAnswerCannotBeReadHere() {
    CompletionStage<ReadResult<String>> read = door.read(new Ask());

    asked(Replica.Read.class).result().complete(new ReadResult<>(new Heard("unreadable"), 3));

    assertThat(read).failsWithin(SOON).withThrowableThat().withMessageContaining("the answer");
  }

  /** Another member may have read an earlier attempt in the same session. */
  @Test
  void refusesACommandThatItsMemberCannotReadAndDoubtsItInASession() {
    assertRejected(door.submit(new Say("unreadable")), Reason.FAILED, "can't read unreadable");
    assertUnknown(door.submit(7, 5, new Say("unreadable")), Doubt.UNREADABLE, "can't read");
  }

  @Test
  void passesOnWhatTheReplicaDoubts() {
    CompletionStage<? extends Outcome<?>> outcome = door.submit(7, 5, new Say("a"));

    submitted().outcome().complete(new Outcome.Unknown<>(Doubt.TIMED_OUT, "too late"));

    assertUnknown(outcome, Doubt.TIMED_OUT, "too late");
  }
}
