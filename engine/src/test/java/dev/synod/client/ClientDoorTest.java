package dev.synod.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The door on a node without a member: what it refuses by itself, and that every call ends. */
class ClientDoorTest extends ClientScene {

  /** S2: session 0 once passed for no session, and its command was executed twice. */
  @Test
  void refusesNumbersOutOfBounds() {
    for (long session : new long[] {Long.MIN_VALUE, -3, 0}) {
      assertThatThrownBy(() -> door.submit(session, 1, new Say("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("session " + session + " must be at least 1");
    }
    for (long sequence : new long[] {-1, 0, 1L << 41}) {
      assertThatThrownBy(() -> door.submit(1, sequence, new Say("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("sequence " + sequence + " must be from 1 to 2199023255551");
    }
  }

  @Test
  void refusesTooLargeACommandNamingValueAndBound() {
    assertRejected(
        door.submit(new Say("x".repeat(256))), Reason.TOO_LARGE, "synod.client.command = 256 B");
  }

  /** P4, S5: in a session it may be the retry of what was done. */
  @Test
  void refusesMoreThanMayWaitAndDoubtsItInASession() {
    var waiting = List.of(door.submit(new Say("a")), door.submit(new Say("b")));

    assertRejected(door.submit(new Say("c")), Reason.OVERLOADED, "outstanding = 2");
    assertUnknown(door.submit(7, 5, new Say("c")), Doubt.OVERLOADED, "outstanding = 2");
    assertThat(waiting).noneMatch(call -> call.toCompletableFuture().isDone());
  }

  /** P4, S5: a client that has not read its mail yet can't refuse. */
  @Test
  void refusesByItselfTwiceAsMuch() {
    ClientDoor unread =
        new ClientDoor("g", kit.createTestProbe().getRef().narrow(), kit.system(), 2);
    List<CompletionStage<?>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(unread.submit(new Say("a")));
    }

    assertRejected(unread.submit(new Say("b")), Reason.OVERLOADED, "4 calls are open");
    assertUnknown(unread.submit(7, 5, new Say("b")), Doubt.OVERLOADED, "outstanding = 2");
    assertRejected(unread.openSession(), Reason.OVERLOADED, "4 calls are open");
    assertThat(unread.read(new Ask()))
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("4 calls");
    assertThat(waiting).noneMatch(call -> call.toCompletableFuture().isDone());
  }

  @Test
  void endsEveryCallWhenTheClientStops() {
    CompletionStage<? extends Outcome<?>> before = door.submit(new Say("a"));
    CompletionStage<?> read = door.read(new Ask());

    kit.stop(client);

    assertUnknown(before, Doubt.STOPPED, "");
    assertThat(read).failsWithin(SOON);
    assertEveryCallEnds();
  }

  /** Also calls that no client has read yet. */
  @Test
  void endsEveryCallWhenTheClientBreaks() {
    client.tell(
        new Client.Begin(
            id -> {
              throw new IllegalStateException("a bug");
            },
            new CompletableFuture<>()));
    CompletionStage<? extends Outcome<?>> behind = door.submit(7, 5, new Say("a"));

    assertUnknown(behind, Doubt.STOPPED, "stopped");
    assertEveryCallEnds();
  }

  private void assertEveryCallEnds() {
    assertUnknown(door.submit(7, 5, new Say("b")), Doubt.STOPPED, "connect again");
    assertThat(door.openSession()).succeedsWithin(SOON);
    assertThat(door.submit(new Say("b"))).succeedsWithin(SOON);
    assertThat(door.read(new Ask())).failsWithin(SOON);
    assertThat(door.status()).failsWithin(SOON);
  }
}
