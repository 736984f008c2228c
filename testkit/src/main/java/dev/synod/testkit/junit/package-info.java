/** JUnit 5 extensions for tests with real actor systems. */
@NullMarked
package dev.synod.testkit.junit;

import org.jspecify.annotations.NullMarked;
