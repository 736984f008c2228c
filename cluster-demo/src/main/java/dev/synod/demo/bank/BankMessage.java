package dev.synod.demo.bank;

import dev.synod.api.Command;

/** What stands in the log about accounts: the commands and their replies. Amounts are cents. */
public sealed interface BankMessage {

  /**
   * Opens an account with a first deposit.
   *
   * @param cents 0 or more
   */
  record Open(String account, long cents) implements BankMessage, Command<Opened> {}

  /**
   * Moves money.
   *
   * @param id by which the transfer is counted
   * @param cents at least 1
   */
  record Transfer(String id, String from, String to, long cents)
      implements BankMessage, Command<Transferred> {}

  /**
   * There is such an account.
   *
   * @param fresh false if it was there before; then nothing was changed
   */
  record Opened(boolean fresh) implements BankMessage {}

  /** How a transfer ended. */
  record Transferred(Verdict verdict) implements BankMessage {}

  /** Whether money moved, and if not, why. */
  enum Verdict {
    /** It moved. */
    DONE,
    /** The payer has less than that. */
    NO_FUNDS,
    /** Payer or payee have no account. */
    NO_ACCOUNT,
    /** An amount below 1 cent, or one that the payee's account can't hold. */
    BAD_AMOUNT
  }
}
