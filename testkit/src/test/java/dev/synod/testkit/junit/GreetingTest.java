package dev.synod.testkit.junit;

import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test of an actor that the README shows. */
class GreetingTest {
  @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();

  @Test
  void aNameIsGreeted() {
    TestProbe<String> greetings = ACTORS.testKit().createTestProbe();
    var greeter =
        ACTORS
            .testKit()
            .spawn(
                Behaviors.<String>receiveMessage(
                    name -> {
                      greetings.ref().tell("Hello, " + name);
                      return Behaviors.same();
                    }));

    greeter.tell("Ada");

    greetings.expectMessage("Hello, Ada");
  }
}
