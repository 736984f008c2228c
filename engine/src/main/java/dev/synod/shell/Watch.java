package dev.synod.shell;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Waits for the end of an actor behind a door, so that no call through it is left without one. */
public final class Watch {
  private Watch() {}

  /** Runs this when the actor has stopped, whatever stopped it, or the actor system ends. */
  public static Behavior<Void> over(ActorRef<?> actor, Runnable stopped) {
    return Behaviors.setup(
        context -> {
          context.watch(actor);
          return Behaviors.receive(Void.class)
              .onSignal(Terminated.class, signal -> Behaviors.stopped())
              .onSignal(
                  PostStop.class,
                  signal -> {
                    stopped.run();
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
