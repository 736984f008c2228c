package dev.synod.wire;

import dev.synod.api.ReadConsistency;
import dev.synod.wire.proto.Wire;
import java.time.Duration;

/** The bytes of what a read of a client guarantees. */
record ReadKind(Wire.ClientRead.Builder read)
    implements ReadConsistency.Cases<Wire.ClientRead.Builder> {

  @Override
  public Wire.ClientRead.Builder onLinearizable() {
    return read.setConsistency("LINEARIZABLE");
  }

  @Override
  public Wire.ClientRead.Builder onLease() {
    return read.setConsistency("LEASE");
  }

  @Override
  public Wire.ClientRead.Builder onQuorum() {
    return read.setConsistency("QUORUM");
  }

  @Override
  public Wire.ClientRead.Builder onBounded(ReadConsistency.Bounded bounded) {
    return read.setConsistency("BOUNDED").setMaxStaleness(bounded.maxStaleness().toMillis());
  }

  @Override
  public Wire.ClientRead.Builder onAtLeast(ReadConsistency.AtLeast atLeast) {
    return read.setConsistency("AT_LEAST").setSlot(atLeast.slot());
  }

  @Override
  public Wire.ClientRead.Builder onLocal() {
    return read.setConsistency("LOCAL");
  }

  static ReadConsistency read(Wire.ClientRead read) {
    return switch (read.getConsistency()) {
      case "LINEARIZABLE" -> ReadConsistency.LINEARIZABLE;
      case "LEASE" -> ReadConsistency.LEASE;
      case "QUORUM" -> ReadConsistency.QUORUM;
      case "BOUNDED" -> ReadConsistency.bounded(Duration.ofMillis(read.getMaxStaleness()));
      case "AT_LEAST" -> ReadConsistency.atLeast(WordCodec.fromZero("slot", read.getSlot()));
      case "LOCAL" -> ReadConsistency.LOCAL;
      default ->
          throw new IllegalArgumentException(
              "consistency '" + read.getConsistency() + "' is none that is known");
    };
  }
}
