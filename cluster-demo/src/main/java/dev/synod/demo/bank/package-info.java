/**
 * The bank: accounts in cents, and transfers that move money but never make or lose any.
 *
 * <p>Remembers {@link dev.synod.demo.bank.Bank}, a part of the replicated state: balances, and how
 * often each transfer was executed. The bank itself does not refuse a transfer that it has executed
 * before: that each runs exactly once is what sessions promise (rule S2), and these counts show
 * whether they keep it. Commands and replies are {@link dev.synod.demo.bank.BankMessage}.
 */
@NullMarked
package dev.synod.demo.bank;

import org.jspecify.annotations.NullMarked;
