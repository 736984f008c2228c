/** A Multi-Paxos engine on typed actors. */
@NullMarked
package dev.synod;

import org.jspecify.annotations.NullMarked;
