package dev.synod.replica;

import dev.synod.api.Command;
import dev.synod.api.StateMachine.CommandHandler;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.Payload;
import java.util.function.Function;

/**
 * How the log is understood.
 *
 * @param codec opens batches
 * @param reader makes commands of bytes; what it throws halts the replica, because another replica
 *     may be able to read what this one can't
 * @param handler what commands do
 * @param <S> the machine's state
 */
public record Interpreter<S>(
    BatchCodec codec, Function<Payload, Command<?>> reader, CommandHandler<S> handler) {}
