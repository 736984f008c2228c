package dev.synod.wire;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.testkit.javadsl.TestKit;

/** The serializer of an actor system that has nothing but the reference configuration. */
final class RegisteredSerializer implements AutoCloseable {
  private final ActorSystem system = ActorSystem.create("wire");
  private final SynodSerializer serializer = new SynodSerializer((ExtendedActorSystem) system);

  SynodSerializer serializer() {
    return serializer;
  }

  Serializer registeredFor(Object object) {
    return SerializationExtension.get(system).findSerializerFor(object);
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}
