package dev.synod.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.Batch;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import dev.synod.wire.proto.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule P1: no command may halt the replicas that it was chosen for, nor cost its neighbours. */
class CommandCodecTest {
  private static final long[] NUMBERS = {Long.MIN_VALUE, -3, -1, 0, 1, 2, 1L << 41, Long.MAX_VALUE};

  /** What could not be read once it is chosen can't be made in the first place. */
  @Test
  void everyCommandThatCanBeMadeCanBeReadBack() {
    List<LogCommand> made = new ArrayList<>();
    int refused = 0;
    for (long session : NUMBERS) {
      for (long sequence : NUMBERS) {
        for (long acknowledged : NUMBERS) {
          try {
            made.add(
                new LogCommand.User(
                    new SessionId(session), sequence, acknowledged, Samples.USER.payload()));
          } catch (IllegalArgumentException outOfBounds) {
            refused++;
          }
        }
      }
    }
    Batch batch = new Batch(made);
    CommandCodec codec = new CommandCodec();

    assertThat(codec.decode(codec.encode(batch, 1))).isEqualTo(batch);
    assertThat(made).hasSize(4 * 4 * 5);
    assertThat(refused).isEqualTo(8 * 8 * 8 - 4 * 4 * 5);
  }

  @Test
  void aCommandThatCannotBeReadLeavesTheOthersOfItsMessage() {
    Wire.Submit submit =
        Wire.Submit.newBuilder()
            .addAllCommands(CommandCodec.write(List.of(Samples.USER)))
            .addCommands(inSession(-3))
            .addCommands(Wire.Command.getDefaultInstance())
            .addAllCommands(CommandCodec.write(List.of(Samples.OPEN, Samples.KEEP)))
            .build();

    assertThat(ProposerCodec.read(submit))
        .isEqualTo(new Submit(List.of(Samples.USER, Samples.OPEN, Samples.KEEP)));
  }

  /** Once chosen, a command that this replica can't read must not be left out. */
  @Test
  void aChosenBatchWithACommandThatCannotBeReadIsABreach() {
    Wire.Batch batch =
        Wire.Batch.newBuilder()
            .setVersion(WordCodec.FORMAT)
            .addAllCommands(CommandCodec.write(List.of(Samples.USER)))
            .addCommands(inSession(-3))
            .build();
    Value.Commands chosen = new Value.Commands(1, batch.toByteString());

    assertThatThrownBy(() -> new CommandCodec().decode(chosen))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("session -3 must be at least 1");
  }

  private static Wire.Command inSession(long session) {
    Wire.Command good = CommandCodec.write(List.of(Samples.USER)).get(0);
    return good.toBuilder().setUser(good.getUser().toBuilder().setSession(session)).build();
  }
}
