/**
 * The words of the protocol: ids, ballots, values, and the messages of each role.
 *
 * <p>Remembers nothing: everything here is an immutable value, but for {@link
 * dev.synod.protocol.Postbox}, through which roles speak. {@code <Role>Message} crosses nodes
 * inside an {@link dev.synod.protocol.Envelope}; {@code <Role>Notice} stays within a member. Rules
 * kept here: B1 (ballots are ordered and never shared), B4 and M4 (what every message carries).
 */
@NullMarked
package dev.synod.protocol;

import org.jspecify.annotations.NullMarked;
