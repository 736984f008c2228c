package dev.synod.register;

/** What an actor of a register gets. */
public interface RegisterMail {}
