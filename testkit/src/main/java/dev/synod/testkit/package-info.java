/** A simulated cluster for Synod's tests and its users' tests. */
@NullMarked
package dev.synod.testkit;

import org.jspecify.annotations.NullMarked;
