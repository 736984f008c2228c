package dev.synod.testkit.audit;

import java.util.function.Predicate;

/**
 * Something that the user's state must always be.
 *
 * @param text says so, for whoever reads the failure
 * @param holds true of every good state; what it throws counts as false
 * @param <S> the state
 */
public record Invariant<S>(String text, Predicate<? super S> holds) {}
