package dev.synod.testkit;

import dev.synod.api.Command;
import dev.synod.api.Query;

/** What a client asks of the group next. */
public sealed interface Call {
  /** A command to submit. */
  record Submit(Command<?> command) implements Call {}

  /** A query, read linearizably. */
  record Read(Query<?> query) implements Call {}

  /** A command to submit. */
  static Call submit(Command<?> command) {
    return new Submit(command);
  }

  /** A query, read linearizably. */
  static Call read(Query<?> query) {
    return new Read(query);
  }
}
