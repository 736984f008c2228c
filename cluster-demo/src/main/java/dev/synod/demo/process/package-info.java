/**
 * Real JVMs: one node is one process, which can be killed as by a power cut and started again.
 *
 * <p>Remembers which processes run. No process outlives this JVM, however that ends: a child's
 * standard input is a pipe from here, and the child exits when it closes.
 */
@NullMarked
package dev.synod.demo.process;

import org.jspecify.annotations.NullMarked;
