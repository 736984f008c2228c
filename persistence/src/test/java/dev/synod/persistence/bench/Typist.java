package dev.synod.persistence.bench;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Keeps a scribe busy: so many commands outstanding, for so long. */
final class Typist extends AbstractBehavior<Done> {
  private final ActorRef<Scribe.Write> scribe;
  private final Load load;
  private final CompletableFuture<Histogram> done;
  private final Histogram nanos = new Histogram(3);
  private final ArrayDeque<Long> sent = new ArrayDeque<>();
  private long end;

  private Typist(
      ActorContext<Done> context,
      ActorRef<Scribe.Write> scribe,
      Load load,
      CompletableFuture<Histogram> done) {
    super(context);
    this.scribe = scribe;
    this.load = load;
    this.done = done;
    write();
  }

  static Behavior<Done> create(
      ActorRef<Scribe.Write> scribe, Load load, CompletableFuture<Histogram> done) {
    return Behaviors.setup(context -> new Typist(context, scribe, load, done));
  }

  private void write() {
    sent.add(System.nanoTime());
    scribe.tell(new Scribe.Write(getContext().getSelf()));
  }

  @Override
  public Receive<Done> createReceive() {
    return newReceiveBuilder().onMessage(Done.class, written -> onWritten()).build();
  }

  /** The first answer tells that the scribe has recovered: what follows counts. */
  private Behavior<Done> onWritten() {
    long now = System.nanoTime();
    long start = sent.remove();
    if (end == 0) {
      end = now + Load.TIME.toNanos();
      for (int i = 0; i < load.outstanding(); i++) {
        write();
      }
      return this;
    }
    nanos.recordValue(now - start);
    if (now < end) {
      write();
    } else if (sent.isEmpty()) {
      done.complete(nanos);
      return Behaviors.stopped();
    }
    return this;
  }
}
