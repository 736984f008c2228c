/**
 * Tests of whole clusters, for Synod and for users' state machines: {@link
 * dev.synod.testkit.Simulation} makes random runs, {@link dev.synod.testkit.sim.SimulatedCluster}
 * plays written scenarios.
 */
@NullMarked
package dev.synod.testkit;

import org.jspecify.annotations.NullMarked;
