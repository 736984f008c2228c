package dev.synod.demo.bank;

import dev.synod.api.Query;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;

/**
 * Do the books agree?
 *
 * @param transfers whose counts are asked for
 */
public record Audit(List<String> transfers) implements Query<Audit.Books> {

  /**
   * The books of one moment.
   *
   * @param cents the sum of all balances, which may be more than one account can hold
   * @param executed how many transfers were executed, each time counted
   * @param counts how often each transfer that was asked for was executed
   */
  public record Books(
      int accounts, BigInteger cents, long executed, SortedMap<String, Long> counts) {}
}
