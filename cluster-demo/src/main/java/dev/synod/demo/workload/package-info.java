/**
 * The work of the demo: a file of bank transfers and inventory updates, one a line.
 *
 * <p>Remembers nothing. {@link dev.synod.demo.workload.Workload} reads the file and names a bad
 * line by its number; {@link dev.synod.demo.workload.Errand} is one line as a request to a node.
 */
@NullMarked
package dev.synod.demo.workload;

import org.jspecify.annotations.NullMarked;
