package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A run of clients against an object that is atomic in truth, so its history is linearizable.
 *
 * <p>Each operation takes effect at one moment between its start and its end. One that is lost
 * takes effect at some later moment or never, and its client asks the next.
 */
final class TrueRun<S, I, O> {

  private static final class Client<I, O> {
    final String name;
    @Nullable Invocation<I, O> invocation;
    Optional<I> input = Optional.empty();
    Optional<O> output = Optional.empty();

    Client(String name) {
      this.name = name;
    }
  }

  private final World<S, I, O> world;
  private final Supplier<I> inputs;
  private final RandomGenerator random;
  private final double lossRate;
  private final History<I, O> history = new History<>();
  private final Map<Object, S> states = new HashMap<>();
  private final List<I> lost = new ArrayList<>();

  TrueRun(World<S, I, O> world, Supplier<I> inputs, RandomGenerator random, double lossRate) {
    this.world = world;
    this.inputs = inputs;
    this.random = random;
    this.lossRate = lossRate;
  }

  static <S, I, O> List<Operation<I, O>> of(
      World<S, I, O> world, RandomGenerator random, int clients, int operations, double lossRate) {
    return new TrueRun<>(world, () -> world.ask(random), random, lossRate).run(clients, operations);
  }

  List<Operation<I, O>> run(int clientCount, int operations) {
    List<Client<I, O>> clients = new ArrayList<>();
    for (int i = 0; i < clientCount; i++) {
      clients.add(new Client<>("c" + i));
    }
    int asked = 0;
    while (!clients.isEmpty()) {
      Client<I, O> client = clients.get(random.nextInt(clients.size()));
      if (client.input.isPresent()) {
        advance(client);
      } else if (asked < operations) {
        asked++;
        ask(client);
      } else {
        clients.remove(client);
      }
      deliverLost();
    }
    return history.operations();
  }

  private void ask(Client<I, O> client) {
    I input = inputs.get();
    Invocation<I, O> invocation = history.invoke(client.name, input);
    if (random.nextDouble() < lossRate) {
      invocation.unknown();
      lost.add(input);
    } else {
      client.invocation = invocation;
      client.input = Optional.of(input);
      client.output = Optional.empty();
    }
  }

  private void advance(Client<I, O> client) {
    if (client.output.isEmpty()) {
      client.output = client.input.map(this::effect);
    } else if (client.invocation != null) {
      client.invocation.complete(client.output.orElseThrow());
      client.input = Optional.empty();
    }
  }

  private O effect(I input) {
    Object part = world.model().partition(input);
    S state = states.getOrDefault(part, world.model().initial());
    O output = world.answer(state, input);
    states.put(part, world.model().apply(state, input, output).orElseThrow());
    return output;
  }

  private void deliverLost() {
    if (!lost.isEmpty() && random.nextInt(4) == 0) {
      I input = lost.remove(random.nextInt(lost.size()));
      if (random.nextBoolean()) {
        effect(input);
      }
    }
  }
}
