/**
 * One node as a process: options in, a member of the group and its HTTP API out.
 *
 * <p>Remembers nothing itself; it holds the data directory's lock before anything else is started
 * (rule D1), so that no two processes ever write for one member. Each way to end has its exit
 * status: 0 asked to, 1 stopped for good (its journal can't be read, a rule was broken), 2 asked
 * for what can't be, 3 put out of the Pekko cluster: then it may simply be started again, 74 a
 * write to its disk failed.
 */
@NullMarked
package dev.synod.demo.node;

import org.jspecify.annotations.NullMarked;
