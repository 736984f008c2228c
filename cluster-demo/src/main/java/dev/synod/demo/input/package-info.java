/**
 * What people type: settings on the command line, ports, directories, and one clear line for what
 * can't be.
 *
 * <p>Remembers nothing.
 */
@NullMarked
package dev.synod.demo.input;

import org.jspecify.annotations.NullMarked;
