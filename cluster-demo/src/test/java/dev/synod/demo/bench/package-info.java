/**
 * Measurements of whole groups of nodes, each in a JVM of its own; run alone by {@code mvn test
 * -Pbench -pl cluster-demo -am -Dtest=LargeStateBench}. The figures go to the test's output and to
 * target/bench.
 */
@NullMarked
package dev.synod.demo.bench;

import org.jspecify.annotations.NullMarked;
