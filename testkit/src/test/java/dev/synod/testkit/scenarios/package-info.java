/**
 * Written scenarios: what is done to a cluster, step by step, and what it must do then. Each is a
 * function of the plan of a cluster, so that a mistake can be planted into it.
 */
@NullMarked
package dev.synod.testkit.scenarios;

import org.jspecify.annotations.NullMarked;
