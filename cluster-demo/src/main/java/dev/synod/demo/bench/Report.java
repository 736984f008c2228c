package dev.synod.demo.bench;

import java.util.List;

/** Tells figures as they come. */
interface Report {
  /** The run begins. */
  void begin(Setting setting);

  /** A cell is done, in as many rounds. */
  void tell(Cell cell, List<Figures> rounds);
}
