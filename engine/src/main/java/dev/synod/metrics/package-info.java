/**
 * What a member tells of itself in numbers, through Micrometer.
 *
 * <p>Remembers counts, and decides nothing: no rule sees this room, and no answer hangs on it.
 * {@link dev.synod.metrics.Measure} names everything that is measured. In come calls from doors and
 * shells; out go meters of the user's registry, made once for each member and removed when it has
 * stopped. A meter costs a few atomic additions; where no registry listens, less.
 */
@NullMarked
package dev.synod.metrics;

import org.jspecify.annotations.NullMarked;
