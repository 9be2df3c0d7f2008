package dev.twobit.report;

import dev.twobit.results.Accuracy;
import dev.twobit.results.NetworkRow.SimulatedCost;
import dev.twobit.results.RunNetwork;
import dev.twobit.results.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Runs as comma-separated values, one a line, and their networks likewise. */
public final class RunsTable {
  private RunsTable() {}

  /** A line a run. */
  public static String csv(List<RunState> runs) {
    StringBuilder text =
        new StringBuilder(
            Csv.line(
                List.of(
                    "run",
                    "status",
                    "at",
                    "best_top1_percent",
                    "command",
                    "asked",
                    "model",
                    "data",
                    "hardware",
                    "begun",
                    "seconds")));
    for (RunState run : runs) {
      OptionalDouble best = run.bestPercent();
      text.append(
          Csv.line(
              List.of(
                  run.run(),
                  run.status().text(),
                  run.at(),
                  best.isPresent() ? best.getAsDouble() : "",
                  run.asked().command(),
                  run.asked().how(),
                  run.asked().model(),
                  run.asked().data(),
                  run.asked().hardware(),
                  run.told().begun(),
                  run.told().seconds())));
    }
    return text.toString();
  }

  /** A line a network. */
  public static String networks(List<RunState> runs) {
    StringBuilder text =
        new StringBuilder(
            Csv.line(
                List.of(
                    "run",
                    "network",
                    "budget",
                    "result",
                    "trained_top1_percent",
                    "deployed_top1_percent",
                    "lower95_percent",
                    "upper95_percent",
                    "latency_ms",
                    "energy_mj",
                    "macs",
                    "params",
                    "hardware",
                    "data")));
    for (RunState run : runs) {
      for (RunNetwork n : run.networks()) {
        List<Object> cells =
            new ArrayList<>(List.of(run.run(), n.label(), n.budget(), n.isResult()));
        cells.add(top1(n, Accuracy.Form.AS_TRAINED));
        cells.add(top1(n, Accuracy.Form.AS_DEPLOYED));
        cells.add(n.accuracy().<Object>map(Accuracy::lower95Percent).orElse(""));
        cells.add(n.accuracy().<Object>map(Accuracy::upper95Percent).orElse(""));
        cells.add(cost(n, SimulatedCost::latencyMilliseconds));
        cells.add(cost(n, SimulatedCost::energyMillijoules));
        cells.add(n.counted().<Object>map(RunNetwork.Counted::macs).orElse(""));
        cells.add(n.counted().<Object>map(RunNetwork.Counted::params).orElse(""));
        cells.add(run.asked().hardware());
        cells.add(run.asked().data());
        text.append(Csv.line(cells));
      }
    }
    return text.toString();
  }

  private static Object top1(RunNetwork network, Accuracy.Form form) {
    Optional<Accuracy> accuracy =
        network.accuracies().stream().filter(a -> a.form() == form).findFirst();
    return accuracy.<Object>map(Accuracy::top1Percent).orElse("");
  }

  private static Object cost(RunNetwork network, Function<SimulatedCost, Double> figure) {
    return network.simulated().<Object>map(figure::apply).orElse("");
  }
}
