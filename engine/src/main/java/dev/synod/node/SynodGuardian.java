package dev.synod.node;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The parent of all groups of a node, at {@code /system/synod}. It starts with the actor system,
 * not when the node is Up in the Pekko cluster. A group that stops is not started again.
 */
public final class SynodGuardian {
  /** The actor's name. */
  public static final String NAME = "synod";

  private SynodGuardian() {}

  /** Start a member of a group; a name is started once in the life of the actor system. */
  public record Start(String group, Behavior<GroupMember.Command> member) {}

  /** The guardian without groups. */
  public static Behavior<Start> create() {
    return Behaviors.setup(
        context ->
            Behaviors.receive(Start.class)
                .onMessage(Start.class, start -> spawn(context, start))
                .build());
  }

  private static Behavior<Start> spawn(ActorContext<Start> context, Start start) {
    Optional<ActorRef<Void>> running = context.getChild(start.group());
    if (running.isEmpty()) {
      context.spawn(start.member(), start.group());
    }
    return Behaviors.same();
  }
}
