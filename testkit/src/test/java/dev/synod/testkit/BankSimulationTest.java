package dev.synod.testkit;

import dev.synod.testkit.Bank.Balance;
import dev.synod.testkit.Bank.Deposit;
import org.junit.jupiter.api.Test;

/** The test that the README shows. */
class BankSimulationTest {
  @Test
  void depositsAreNeitherLostNorDoubled() {
    Simulation.of(
            Bank::new,
            dice ->
                dice.nextBoolean()
                    ? Call.submit(new Deposit("account-" + dice.nextInt(3), dice.nextInt(100)))
                    : Call.read(new Balance("account-" + dice.nextInt(3))))
        .invariant(
            "no balance is negative",
            balances -> balances.values().stream().allMatch(cents -> cents >= 0))
        .run(1, 50);
  }
}
