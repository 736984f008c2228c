package dev.synod.node;

import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** A machine that adds, whose state is its own snapshot. */
final class Sum extends StateMachine<Long> {

  /** Replies with the sum. */
  record Add(long number) implements Command<Long> {}

  /** Answers with the sum. */
  record Total() implements Query<Long> {}

  /** Of {@link Add}. */
  public static final class Serializer extends SerializerWithStringManifest {
    @Override
    public int identifier() {
      return 990018;
    }

    @Override
    public String manifest(Object object) {
      return "add";
    }

    @Override
    public byte[] toBinary(Object object) {
      return Long.toString(((Add) object).number()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      return new Add(Long.parseLong(new String(bytes, StandardCharsets.UTF_8)));
    }
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Long> commandHandler() {
    return this.newCommandHandlerBuilder()
        .<Long, Add>onCommand(
            Add.class, (context, sum, add) -> Applied.of(sum + add.number(), sum + add.number()))
        .build();
  }

  @Override
  public QueryHandler<Long> queryHandler() {
    return this.newQueryHandlerBuilder()
        .<Long, Total>onQuery(Total.class, (sum, asked) -> sum)
        .build();
  }
}
