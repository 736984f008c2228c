package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Histories drawn as text: a line per client, columns are time.
 *
 * <pre>
 * a: [w1]   [w2   ?
 * b:    [r1   ]
 * </pre>
 *
 * <p>A bracket opens where the operation starts and closes where it ends; a question mark in place
 * of the closing bracket leaves the outcome unknown. Same column: concurrent.
 *
 * <p>Register: {@code w1} write, {@code r1} read of 1, {@code c1>2} compare-and-set from 1 to 2
 * that succeeded, {@code c1>2x} that was refused. Map: {@code a=1} put, {@code a:1} get, {@code
 * a:-} get of nothing, {@code a~} delete, {@code a1>2}, {@code a->2}, {@code a1>2x}
 * compare-and-set. Counter: {@code +2} add, {@code g3} get, {@code i3} increment-and-get. Queue:
 * {@code e1} enqueue, {@code d1} dequeue, {@code d-} dequeue of nothing.
 */
final class Sketch {

  private static final Pattern BAR = Pattern.compile("\\[([^\\]?]*)([\\]?])");
  private static final Pattern CAS = Pattern.compile("(.)>(.)(x?)");

  /** What one token says. */
  private record Said<I, O>(I input, O output) {}

  private Sketch() {}

  static List<Operation<Register.Input<Integer>, Register.Output<Integer>>> register(String text) {
    return read(text, Sketch::registerToken);
  }

  static List<Operation<KeyValue.Input<String, Integer>, Register.Output<Optional<Integer>>>> map(
      String text) {
    return read(text, Sketch::mapToken);
  }

  static List<Operation<Counter.Input, Counter.Output>> counter(String text) {
    return read(text, Sketch::counterToken);
  }

  static List<Operation<Fifo.Input, Fifo.Output>> queue(String text) {
    return read(text, Sketch::queueToken);
  }

  private static <I, O> List<Operation<I, O>> read(
      String text, BiFunction<String, Boolean, Said<I, O>> meaning) {
    List<Operation<I, O>> operations = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String client = line.substring(0, line.indexOf(':')).trim();
      Matcher bar = BAR.matcher(line);
      while (bar.find()) {
        boolean known = bar.group(2).equals("]");
        Said<I, O> said = meaning.apply(bar.group(1).trim(), known);
        operations.add(
            known
                ? Operation.known(client, said.input(), said.output(), bar.start(), bar.end() - 1)
                : Operation.unknown(client, said.input(), bar.start()));
      }
    }
    return operations;
  }

  private static Said<Register.Input<Integer>, Register.Output<Integer>> registerToken(
      String token, boolean known) {
    String rest = token.substring(1);
    return switch (token.charAt(0)) {
      case 'w' -> new Said<>(new Register.Write<>(number(rest)), new Register.Done<>());
      case 'r' -> new Said<>(new Register.Read<>(), new Register.Value<>(known ? number(rest) : 0));
      case 'c' -> {
        Matcher cas = matched(CAS, rest);
        yield new Said<>(
            new Register.CompareAndSet<>(number(cas.group(1)), number(cas.group(2))),
            new Register.Swapped<>(cas.group(3).isEmpty()));
      }
      default -> throw new IllegalArgumentException("register token " + token + ": want w, r or c");
    };
  }

  private static Said<KeyValue.Input<String, Integer>, Register.Output<Optional<Integer>>> mapToken(
      String token, boolean known) {
    String key = token.substring(0, 1);
    String rest = token.substring(2);
    return switch (token.charAt(1)) {
      case '=' -> new Said<>(KeyValue.put(key, number(rest)), KeyValue.done());
      case '~' -> new Said<>(KeyValue.delete(key), KeyValue.done());
      case ':' ->
          new Said<>(KeyValue.get(key), KeyValue.found(known ? optional(rest) : Optional.empty()));
      default -> {
        Matcher cas = matched(CAS, token.substring(1));
        yield new Said<>(
            KeyValue.cas(key, optional(cas.group(1)), number(cas.group(2))),
            KeyValue.swapped(cas.group(3).isEmpty()));
      }
    };
  }

  private static Said<Counter.Input, Counter.Output> counterToken(String token, boolean known) {
    String rest = token.substring(1);
    Counter.Output count = new Counter.Count(known || !rest.isEmpty() ? number(rest) : 0);
    return switch (token.charAt(0)) {
      case '+' -> new Said<>(new Counter.Add(number(rest)), new Counter.Done());
      case 'g' -> new Said<>(new Counter.Get(), count);
      case 'i' -> new Said<>(new Counter.IncrementAndGet(), count);
      default -> throw new IllegalArgumentException("counter token " + token + ": want +, g or i");
    };
  }

  private static Said<Fifo.Input, Fifo.Output> queueToken(String token, boolean known) {
    String rest = token.substring(1);
    return token.startsWith("e")
        ? new Said<>(new Fifo.Input(Optional.of(number(rest))), new Fifo.Output(Optional.empty()))
        : new Said<>(
            new Fifo.Input(Optional.empty()),
            new Fifo.Output(known ? optional(rest) : Optional.empty()));
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("token part " + text + ": want " + pattern);
    }
    return matcher;
  }

  private static Optional<Integer> optional(String text) {
    return text.equals("-") ? Optional.empty() : Optional.of(number(text));
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }
}
