package dev.synod.elector;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.Cast.ballot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an elector writes into the log. */
class LeaderElectorTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private ActorRef<Mail> elector;

  private record Nowhere() implements Postbox {
    @Override
    public void send(MemberId to, PaxosMessage message) {}

    @Override
    public void post(Notice notice) {}
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(LeaderElector.class);
  }

  @BeforeAll
  static void listen() {
    logger().setLevel(Level.INFO);
  }

  @AfterAll
  static void shutdown() {
    logger().setLevel(null);
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void follow() {
    elector = spawn(ElectorScene.listening().state());
  }

  private static ActorRef<Mail> spawn(ElectorState initial) {
    Seat seat = new Seat(N1, new Nowhere(), mail -> true, () -> 0, new SplittableRandom(1));
    return KIT.spawn(LeaderElector.create(seat, initial, Duration.ofDays(1)));
  }

  private void hear(long round, MemberId leader) {
    elector.tell(envelope(leader, new Heartbeat(ballot(round, leader), 1)));
  }

  private static Envelope envelope(MemberId from, ElectorMessage message) {
    return new Envelope(new GroupName("g"), "c", 1, from, new Incarnation(new UUID(0, 1)), message);
  }

  private void expect(LoggingTestKit line, Runnable deed) {
    line.expect(
        KIT.system(),
        () -> {
          deed.run();
          return true;
        });
  }

  @Test
  void aChangeOfLeaderIsOneLineWithItsCause() {
    hear(4, N2);
    expect(
        LoggingTestKit.info(
                "n1: leader n2 -> n3 cause=higher-ballot changes=1 ballot=1.5.n3 highest=1.5.n3")
            .withOccurrences(1),
        () -> hear(5, N3));
  }

  @Test
  void aLeaderThatEndsSaysSo() {
    ActorRef<Mail> leader = spawn(ElectorScene.leading().state());

    expect(
        LoggingTestKit.info("n1: leader n1 -> none cause=shutdown changes=0 ballot=1.4.n1"),
        () -> KIT.stop(leader));
  }

  @Test
  void thrashingIsExplained() {
    hear(4, N2);
    hear(5, N3);
    hear(6, N2);
    expect(
        LoggingTestKit.warn(
                "n1: the leader has changed 3 times within 60 s (synod.elector.thrashing), the last"
                    + " time because of higher-ballot; clients wait during each change: see why")
            .withOccurrences(1),
        () -> {
          hear(7, N3);
          hear(8, N2);
        });
  }
}
