/**
 * The command {@code admin}: tells a node that runs what to do, over its HTTP API.
 *
 * <p>Remembers nothing. What was done is said on stdout, what was refused on stderr.
 */
@NullMarked
package dev.synod.demo.admin;

import org.jspecify.annotations.NullMarked;
