/**
 * A stage on which the nodes of an atomic commit play: {@link dev.synod.testkit.commit.Stage} loses
 * and repeats letters, crashes nodes and splits the network; {@link
 * dev.synod.testkit.commit.CrashMatrix} does so at each step of a coordinator or leader, {@link
 * dev.synod.testkit.commit.Costs} counts what a transaction costs when nothing fails.
 */
@NullMarked
package dev.synod.testkit.commit;

import org.jspecify.annotations.NullMarked;
