/**
 * A client of the HTTP API that keeps its promises: a session, a sequence for each command, and the
 * same place for every retry, at whichever node.
 *
 * <p>Remembers its session and its latest sequence. Rules kept here: S2 (a command is done at most
 * once), S5 (no answer means unknown, and is asked again, never taken for a refusal).
 */
@NullMarked
package dev.synod.demo.client;

import org.jspecify.annotations.NullMarked;
