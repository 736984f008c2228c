package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import org.junit.jupiter.api.Test;

/** The judge of {@link KillLeaderIT} has teeth. */
class RegisterTest {
  private static final Reply ABSENT = new Reply(404, Api.object(), 0);

  private final Register register = new Register("a");

  @Test
  void acceptsWhatAReadMaySee() {
    register.judge(register.floor(), ABSENT);
    write();
    long floor = register.floor();
    register.begin();

    register.judge(floor, holds(1));
    register.judge(floor, holds(2));
  }

  @Test
  void aKeyThatIsGoneAfterAnAcknowledgedWriteIsALoss() {
    write();

    refuses(register.floor(), ABSENT);
  }

  @Test
  void aReadIsNoOlderThanOneThatEndedBefore() {
    write();
    register.begin();
    register.judge(register.floor(), holds(2));

    refuses(register.floor(), holds(1));
  }

  @Test
  void aReadSeesNothingThatNobodyBegan() {
    write();

    refuses(register.floor(), holds(2));
  }

  @Test
  void aWriteThatIsDoneTwiceShowsInTheVersion() {
    register.begin();

    assertThatThrownBy(() -> register.acknowledge(1, 2)).isInstanceOf(AssertionError.class);
    refuses(0, new Reply(200, Api.object().put("value", "1").put("version", 2), 0));
  }

  @Test
  void aNodeThatCannotAnswerSaysNothing() {
    assertThat(Register.says(new Reply(503, Api.object(), 0))).isFalse();
    assertThat(Register.says(ABSENT)).isTrue();
  }

  private void write() {
    long number = register.begin();
    register.acknowledge(number, number);
  }

  private void refuses(long floor, Reply reply) {
    assertThatThrownBy(() -> register.judge(floor, reply)).isInstanceOf(AssertionError.class);
  }

  private static Reply holds(long number) {
    return new Reply(
        200, Api.object().put("value", Long.toString(number)).put("version", number), 0);
  }
}
