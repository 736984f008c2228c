package dev.synod.testkit.history;

import java.util.Optional;

/** A model stripped of all that it tells the checker beyond the need. */
record Plain<S, I, O>(Model<S, I, O> model) implements Model<S, I, O> {

  @Override
  public S initial() {
    return model.initial();
  }

  @Override
  public Optional<S> apply(S state, I input, O output) {
    return model.apply(state, input, output);
  }

  @Override
  public S applyUnknown(S state, I input) {
    return model.applyUnknown(state, input);
  }

  @Override
  public Object partition(I input) {
    return model.partition(input);
  }
}
