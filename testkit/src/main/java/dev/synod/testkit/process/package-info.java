/** JVMs of their own for tests that kill, stop and continue them. */
@NullMarked
package dev.synod.testkit.process;

import org.jspecify.annotations.NullMarked;
