package dev.synod.api;

import java.util.OptionalLong;

/**
 * How a command ended, as far as the client can know.
 *
 * @param <R> the command's reply
 */
public sealed interface Outcome<R> {

  /**
   * Done, once, and never to be lost.
   *
   * @param slot where in the log it stands
   */
  record Committed<R>(R reply, long slot) implements Outcome<R> {}

  /**
   * Surely not done, now or later.
   *
   * @param detail one line that names the value and the bound
   * @param slot where in the log the refusal stands, if it stands there
   */
  record Rejected<R>(Reason reason, String detail, OptionalLong slot) implements Outcome<R> {}

  /**
   * May be done, now or later. Sending the same command again with the same session and sequence is
   * safe (rule S5).
   *
   * @param detail one line that says what was waited for
   */
  record Unknown<R>(Doubt doubt, String detail) implements Outcome<R> {}

  /** Why a command is surely not done. */
  enum Reason {
    /** A bounded queue is full; try again later. */
    OVERLOADED,
    /** The command does not fit into a message; the detail names the bound. */
    TOO_LARGE,
    /** The state machine threw, or Pekko Serialization could not write the command. */
    FAILED,
    /** The group is not founded yet, or this node has no part in it, or is a witness. */
    NOT_READY,
    /** This node has stopped or is stopping. */
    STOPPED
  }

  /** Why a command may or may not be done. */
  enum Doubt {
    /** No answer in time. */
    TIMED_OUT,
    /** The session has expired or never was; an earlier attempt may have been done in it. */
    SESSION_EXPIRED,
    /** The sequence is older than the results that the session still keeps. */
    SEQUENCE_FORGOTTEN,
    /**
     * The sequence was used for another command of the session, or for this one in other bytes. It
     * is executed no more.
     */
    SEQUENCE_REUSED,
    /** This node's queue is full, but an earlier attempt in the same session may be on its way. */
    OVERLOADED,
    /** Done, but the reply does not fit into a message between nodes. */
    REPLY_TOO_LARGE,
    /**
     * Pekko Serialization can't bring the reply, or a command that may have been sent before, to
     * the other node; the detail says which.
     */
    UNREADABLE,
    /** This node stopped while the command was on its way. */
    STOPPED
  }
}
