/**
 * A cluster in one thread: the engine's real actors over a simulated network, simulated disks and
 * virtual time. Every run is a function of its seed (FoundationDB's and TigerBeetle's way of
 * testing).
 */
@NullMarked
package dev.synod.testkit.sim;

import org.jspecify.annotations.NullMarked;
