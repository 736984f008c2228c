package dev.synod.persistence.contract;

import org.apache.pekko.actor.ActorRef;

/**
 * An event or snapshot with a serializer of its own; it names an actor, as only Pekko can write.
 */
record Note(String text, ActorRef reader) {
  /** The text that its serializer fails on, in a way of its own. */
  static final String UNSPEAKABLE = "unspeakable";
}
