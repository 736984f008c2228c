package dev.synod.membership;

import dev.synod.api.MembershipException.Reason;

/** How a change ends for the operator who asked for it. */
sealed interface Ended {
  /** The registrar's number for it. */
  long request();

  /** It is made, and this epoch has begun with it. */
  record Made(long request, long epoch) implements Ended {}

  /** It is not made, or that is not known. */
  record NotMade(long request, Reason reason, String line) implements Ended {}
}
