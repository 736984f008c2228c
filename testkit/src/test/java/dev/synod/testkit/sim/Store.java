package dev.synod.testkit.sim;

import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import dev.synod.testkit.Call;
import java.util.random.RandomGenerator;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** Registers that show what was lost, done twice or read too old: each value is written once. */
public final class Store extends StateMachine<PSortedMap<String, String>> {

  /** Everything that is done; a line of text each, so that the serializer is short. */
  public sealed interface Line {
    String key();
  }

  /** Adds a word at the end; replies with the whole, so that each word's place is seen. */
  public record Append(String key, String word) implements Line, Command<String> {}

  /** Replaces the text if it is as expected; replies whether it was. */
  public record Swap(String key, String expected, String next) implements Line, Command<Boolean> {}

  /** Always throws. */
  public record Poison(String key) implements Line, Command<String> {}

  /** The text. */
  public record Get(String key) implements Line, Query<String> {}

  /** How one copy of it may differ from the others, for planting mistakes. */
  public enum Quirk {
    /** Not at all. */
    NONE,
    /** Catches what its handlers throw. */
    SWALLOWS,
    /** Asks something outside: a clock, a dice, the order of a hash map. */
    LOOKS_AROUND
  }

  /** So many that a run hardly has the same one twice. */
  private static final int WORDS = 36 * 36 * 36 * 36;

  private final Quirk quirk;

  /** A sound one. */
  public Store() {
    this(Quirk.NONE);
  }

  /** One with a quirk. */
  public Store(Quirk quirk) {
    this.quirk = quirk;
  }

  @Override
  public PSortedMap<String, String> emptyState() {
    return TreePMap.empty();
  }

  @Override
  public CommandHandler<PSortedMap<String, String>> commandHandler() {
    return this.newCommandHandlerBuilder()
        .onCommand(
            Append.class,
            (context, state, append) -> {
              String mark = quirk == Quirk.LOOKS_AROUND && context.slot() % 8 == 0 ? "!" : "";
              String text = state.getOrDefault(append.key(), "") + append.word() + mark;
              String kept = text.length() <= 40 ? text : text.substring(text.length() - 40);
              return Applied.of(state.plus(append.key(), kept), kept);
            })
        .onCommand(
            Swap.class,
            (context, state, swap) ->
                state.getOrDefault(swap.key(), "").equals(swap.expected())
                    ? Applied.of(state.plus(swap.key(), swap.next()), true)
                    : Applied.of(state, false))
        .onCommand(
            Poison.class,
            (context, state, poison) -> {
              if (quirk == Quirk.SWALLOWS) {
                return Applied.of(state, "");
              }
              throw new IllegalStateException("poison for " + poison.key());
            })
        .build();
  }

  @Override
  public QueryHandler<PSortedMap<String, String>> queryHandler() {
    return this.newQueryHandlerBuilder()
        .onQuery(Get.class, (state, get) -> state.getOrDefault(get.key(), ""))
        .build();
  }

  @Override
  public Object snapshotOf(PSortedMap<String, String> state) {
    return String.join("\n", state.entrySet().stream().map(Object::toString).toList());
  }

  @Override
  public PSortedMap<String, String> stateOf(Object snapshot) {
    PSortedMap<String, String> state = TreePMap.empty();
    for (String line : ((String) snapshot).lines().toList()) {
      int end = line.indexOf('=');
      state = state.plus(line.substring(0, end), line.substring(end + 1));
    }
    return state;
  }

  /** What a client asks next. */
  public static Call next(RandomGenerator dice) {
    String text = "k" + dice.nextInt(4);
    String cell = "cell" + dice.nextInt(2);
    int kind = dice.nextInt(20);
    if (kind < 9) {
      return Call.submit(new Append(text, Integer.toString(dice.nextInt(WORDS), 36) + "."));
    }
    if (kind < 11) {
      return Call.submit(new Swap(cell, digit(dice), digit(dice)));
    }
    return kind == 11 ? Call.submit(new Poison(text)) : Call.read(new Get(kind < 19 ? text : cell));
  }

  /** Few, so that a swap often finds what it expects. */
  private static String digit(RandomGenerator dice) {
    int digit = dice.nextInt(3);
    return digit == 0 ? "" : Integer.toString(digit);
  }

  /** Keys do not depend on each other. */
  public static Object key(Call call) {
    Object asked =
        call instanceof Call.Submit submit ? submit.command() : ((Call.Read) call).query();
    return ((Line) asked).key();
  }
}
