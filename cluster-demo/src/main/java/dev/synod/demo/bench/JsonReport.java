package dev.synod.demo.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One object a line: the cell, the run's setting, and the figures. */
final class JsonReport implements Report {
  private final Consumer<String> out;
  private final List<Setting> setting = new ArrayList<>();

  JsonReport(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void begin(Setting common) {
    setting.add(common);
  }

  @Override
  public void tell(Cell cell, List<Figures> rounds) {
    ObjectNode line = cell.addTo(JsonNodeFactory.instance.objectNode());
    setting.forEach(common -> common.addTo(line));
    Figures.median(rounds).addTo(line);
    if (rounds.size() > 1) {
      Figures.least(rounds).addTo(line.putObject("min"));
      Figures.most(rounds).addTo(line.putObject("max"));
    }
    out.accept(line.toString());
  }
}
