/** Synod on real JVMs, to be watched, asked and measured. */
@NullMarked
package dev.synod.demo;

import org.jspecify.annotations.NullMarked;
