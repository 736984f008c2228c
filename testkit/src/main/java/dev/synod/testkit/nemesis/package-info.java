/** What is done to the members of a simulated cluster, by plan and by chance. */
@NullMarked
package dev.synod.testkit.nemesis;

import org.jspecify.annotations.NullMarked;
