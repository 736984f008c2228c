package dev.synod.transaction;

/** What an actor of transactions gets. */
public interface TransactionMail {}
