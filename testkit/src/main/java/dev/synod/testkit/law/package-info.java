/**
 * The laws that a run must keep, each a small class that watches the members from outside: their
 * disks, what they say to each other, and what they tell their replicas. A law knows nothing of the
 * rules that it judges.
 */
@NullMarked
package dev.synod.testkit.law;

import org.jspecify.annotations.NullMarked;
