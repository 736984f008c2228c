package dev.synod.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import dev.synod.replica.Replica;
import dev.synod.shell.Payloads;
import dev.synod.shell.Written;
import java.util.Optional;
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

    assertThat(said(first)).isEqualTo(new Say("a"));
    assertThat(said(second)).isEqualTo(new Say("b"));
    assertThat(first.place()).isEmpty();
    assertThat(second.place()).contains(Place.of(7, 5));
    assertThat(plain.toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new Outcome.Committed<>(new Heard("a!"), 8));
    assertThat(inSession.toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new Outcome.Committed<>(new Heard("b!"), 9));
  }

  /** The bytes that the client wrote, as {@link Replica} puts them into the log. */
  private static Say said(Replica.Submit submit) {
    Payload written = ((Written) submit.command()).payload();
    return new Payloads(kit.system()).read(written, Say.class);
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
