/**
 * Speed of a group of real JVMs, as one client JVM without a vote sees it.
 *
 * <p>Remembers figures for the length of a run. {@code bench} starts the nodes, a client and, for
 * the baseline, an echo; it tells the client one {@link dev.synod.demo.bench.Task} after the other
 * in lines of text, and reads each JVM's counters at the edges of the measured {@link
 * dev.synod.demo.bench.Window}. What is counted, and from when, are rules without a clock.
 */
@NullMarked
package dev.synod.demo.bench;

import org.jspecify.annotations.NullMarked;
