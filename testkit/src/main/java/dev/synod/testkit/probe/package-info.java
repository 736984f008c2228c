/**
 * What must occur now and then: a test that never sees a gap says nothing about how gaps are
 * filled. Probes watch the same things as the laws do, and count.
 */
@NullMarked
package dev.synod.testkit.probe;

import org.jspecify.annotations.NullMarked;
