/**
 * A journal for tests with real actor systems, which fails in each of the ways in which real ones
 * do, when it is told to.
 */
@NullMarked
package dev.synod.testkit.journal;

import org.jspecify.annotations.NullMarked;
