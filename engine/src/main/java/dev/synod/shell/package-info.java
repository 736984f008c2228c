/**
 * The thin shell that the roles share: receive, ask the rules, say what they want said.
 *
 * <p>Remembers the role's state, and which calls through a door have no end yet. Mail enters from
 * the node and from peers; what leaves goes through the {@link dev.synod.protocol.Postbox}. Rules
 * kept here: B4 and M4 (mail of another group, cluster, epoch or incarnation is dropped before any
 * rule sees it).
 */
@NullMarked
package dev.synod.shell;

import org.jspecify.annotations.NullMarked;
