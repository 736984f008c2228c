/**
 * What the store can do, side by side with others on the same disk in the same run: {@code mvn
 * -Pbench -pl persistence test}. The tables go to the test's output and to target/bench.
 */
@NullMarked
package dev.synod.persistence.bench;

import org.jspecify.annotations.NullMarked;
