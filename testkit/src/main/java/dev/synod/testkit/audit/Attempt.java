package dev.synod.testkit.audit;

import dev.synod.api.Applied;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** How a handler ended: by what it returned, or by a throw. */
record Attempt<S>(Optional<Applied<S, Object>> applied, Optional<RuntimeException> thrown) {
  static <S> Attempt<S> at(Supplier<Applied<S, Object>> handler) {
    try {
      Applied<S, Object> applied = handler.get();
      Object unused = Objects.requireNonNull(applied.state(), "the handler returned no state");
      return new Attempt<>(Optional.of(applied), Optional.empty());
    } catch (RuntimeException thrown) {
      return new Attempt<>(Optional.empty(), Optional.of(thrown));
    }
  }

  /** As the handler ended. */
  Applied<S, Object> end() {
    thrown.ifPresent(
        e -> {
          throw e;
        });
    return applied.orElseThrow();
  }
}
