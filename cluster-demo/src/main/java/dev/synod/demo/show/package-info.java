/**
 * The main job, to be watched: three nodes, a workload, the death of a leader by kill -9, its
 * return, and the proof that nothing acknowledged was lost or done twice.
 *
 * <p>Remembers what was acknowledged ({@link dev.synod.demo.show.Tally}), to compare it with what
 * the group holds in the end ({@link dev.synod.demo.show.Checks}).
 */
@NullMarked
package dev.synod.demo.show;

import org.jspecify.annotations.NullMarked;
