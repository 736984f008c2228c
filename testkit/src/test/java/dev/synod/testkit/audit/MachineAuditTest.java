package dev.synod.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synod.testkit.Call;
import dev.synod.testkit.Simulation;
import dev.synod.testkit.audit.FlawedMachine.Flaw;
import dev.synod.testkit.audit.FlawedMachine.Note;
import dev.synod.testkit.audit.FlawedMachine.Sum;
import dev.synod.testkit.audit.FlawedMachine.Unbound;
import dev.synod.testkit.nemesis.FaultPlan;
import dev.synod.testkit.sim.Failure;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's machine that breaks what the engine relies on is found, and named. */
class MachineAuditTest {
  private static Simulation<SortedMap<String, Long>> simulation(
      Flaw flaw, Function<RandomGenerator, Call> workload) {
    return Simulation.of(() -> new FlawedMachine(flaw), workload).faults(FaultPlan.none());
  }

  private static Simulation<SortedMap<String, Long>> simulation(Flaw flaw) {
    return simulation(
        flaw,
        dice ->
            dice.nextInt(4) == 0
                ? Call.read(new Sum("name-0"))
                : Call.submit(FlawedMachine.add(dice)));
  }

  private static String failureOf(Simulation<?> simulation) {
    return catchThrowableOfType(Failure.class, () -> simulation.run(1)).what();
  }

  @Test
  void aSoundMachinePasses() {
    assertThat(
            simulation(Flaw.NONE)
                .faults(FaultPlan.all())
                .invariant(
                    "no sum is negative", sums -> sums.values().stream().allMatch(sum -> sum >= 0))
                .run(1)
                .chosen())
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHANGES_ITS_STATE        | $Add changes the state that it is given",
        "LOOKS_AT_THE_CLOCK       | $Add applied to the same state twice",
        "LOOKS_AT_THE_HOUR        | the second time some time later",
        "FOLLOWS_IDENTITY_HASHES  | $Add applied to the same state twice",
        "REMEMBERS_IN_A_FIELD     | $Add applied to the same state twice",
        "THROWS_BY_CHANCE         | $Add applied to the same state twice",
        "QUERY_CHANGES_THE_STATE  | $Sum changes the state that it is given",
        "QUERY_LOOKS_AT_THE_CLOCK | $Sum of the same state is answered by",
        "REPLY_LOSES_A_FIELD      | the reply to dev.synod.testkit.audit.FlawedMachine$Add,",
        "SNAPSHOT_IS_UNBOUND      | a java.util.TreeMap, can't be written by Pekko Serialization",
        "SNAPSHOT_LOSES_A_FIELD   | a dev.synod.testkit.audit.Forgotten, is read back by",
        "STATE_LOSES_A_SUM        | stateOf makes a state of it that has another snapshot",
        "STATE_IS_NOT_READ        | stateOf makes no state of it: it throws java.lang.IllegalState"
      })
  void aFlawIsFoundAndNamed(Flaw flaw, String words) {
    // Alone, so that no other member's state differs first.
    assertThat(failureOf(simulation(flaw).adjust(cluster -> cluster.members(1))))
        .startsWith("SoundMachine: n")
        .contains(", slot ")
        .contains(words);
  }

  @Test
  void aCommandWhoseSerializerForgetsAFieldIsFound() {
    assertThat(failureOf(simulation(Flaw.NONE, dice -> Call.submit(new Note("text", "remark")))))
        .contains("$Note (Note[text=text, remark=remark]) is read back by serializer 7398 as");
  }

  @Test
  void aCommandWithoutASerializerIsFound() {
    assertThat(failureOf(simulation(Flaw.NONE, dice -> Call.submit(new Unbound()))))
        .contains("$Unbound (Unbound[]) can't be written by Pekko Serialization: bind");
  }

  @Test
  void aBrokenInvariantIsToldWithTheMemberTheSlotAndTheState() {
    assertThat(
            failureOf(
                simulation(Flaw.NONE)
                    .invariant("name-2 stays below 20", s -> s.getOrDefault("name-2", 0L) < 20)))
        .matches(
            "SoundMachine: n\\d, slot \\d+: after Add\\[name=name-2, number=\\d\\]:"
                + " 'name-2 stays below 20' does not hold; the state is \\{.*name-2=2\\d\\}");
  }

  @Test
  void anInvariantThatThrowsIsBroken() {
    assertThat(
            failureOf(
                simulation(Flaw.NONE).invariant("there is a sum", s -> !s.lastKey().isEmpty())))
        .contains("slot 0: after the empty state: 'there is a sum' can't be judged, it throws");
  }

  @Test
  void anAuditCanBeLeftOut() {
    assertThat(simulation(Flaw.REPLY_LOSES_A_FIELD).without(Audit.SERIALIZERS).run(1).chosen())
        .isPositive();
  }
}
