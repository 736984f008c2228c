/**
 * Quorum arithmetic: how many, and who has answered.
 *
 * <p>Remembers nothing beyond the votes that it is handed. Rules kept here: A7 (votes are a set of
 * members, none counts twice), F1 (any two quorums of an epoch meet).
 */
@NullMarked
package dev.synod.quorum;

import org.jspecify.annotations.NullMarked;
