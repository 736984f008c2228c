package dev.synod.testkit.sim;

import com.typesafe.config.Config;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.apache.pekko.dispatch.UnboundedMessageQueueSemantics;
import scala.Option;

/**
 * The mailbox of every actor in a simulated world: one thread fills and empties it. An actor that
 * has mail already is not scheduled again, so the schedule alone would not see a stranger's.
 */
public final class SimMailbox implements MailboxType, ProducesMessageQueue<SimMailbox.Queue> {
  private final Schedule schedule = World.scheduleOfThisThread();

  /** Called by Pekko, by reflection. */
  public SimMailbox(ActorSystem.Settings settings, Config config) {}

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    return new Queue(schedule);
  }

  /** What waits for one actor. */
  public static final class Queue implements MessageQueue, UnboundedMessageQueueSemantics {
    private final Schedule schedule;
    private final Deque<Envelope> waiting = new ArrayDeque<>();

    private Queue(Schedule schedule) {
      this.schedule = schedule;
    }

    @Override
    public void enqueue(ActorRef receiver, Envelope envelope) {
      schedule.requireOwner(envelope.message(), "told " + receiver.path().name());
      waiting.addLast(envelope);
    }

    @Override
    public Envelope dequeue() {
      return waiting.pollFirst();
    }

    @Override
    public int numberOfMessages() {
      return waiting.size();
    }

    @Override
    public boolean hasMessages() {
      return !waiting.isEmpty();
    }

    @Override
    public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
      while (hasMessages()) {
        deadLetters.enqueue(owner, waiting.removeFirst());
      }
    }
  }
}
