/**
 * A node's HTTP API: JSON in, JSON out, and one status code for each way in which a request ends.
 *
 * <p>Remembers nothing. A request becomes a command or a query of the rooms kv, bank and stock; an
 * {@link dev.synod.api.Outcome} becomes a status. Rule S5 is kept to the last door: 4xx and 503 say
 * <em>surely not done</em>, 504 says <em>may be done</em>, and nothing in between is ever sent,
 * also not by the server itself, whose own time-outs are off. The one exception is 410, after which
 * an earlier attempt may have been done.
 */
@NullMarked
package dev.synod.demo.http;

import org.jspecify.annotations.NullMarked;
