package dev.twobit.experiment.simulation;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwareOverride;
import dev.twobit.hardware.HardwareSettings;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.parallel.ParallelMap;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.SweepPoint;
import dev.twobit.results.SweepResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.simulator.HostWork;
import dev.twobit.simulator.NetworkSimulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Simulates every point of a design space. Points do not depend on each other: their order and
 * their figures are the same for any number of threads.
 */
public final class Sweep {
  private final SweepRequest request;
  private final TreeSet<String> notes = new TreeSet<>();

  private Sweep(SweepRequest request) {
    this.request = request;
  }

  /** A configuration after its settings. */
  private record Accelerator(
      String name, List<HardwareOverride> settings, HardwareConfig hardware) {}

  /** A model on an accelerator. */
  record Point(
      int modelIndex,
      SimulatedModel model,
      String hardwareName,
      List<HardwareOverride> settings,
      NetworkSimulation simulation) {}

  /** All models and configurations are read and checked before the first is simulated. */
  public static SweepResult run(SweepRequest request, ProgressLine progress) {
    return new Sweep(request).run(progress);
  }

  private SweepResult run(ProgressLine progress) {
    List<SimulatedModel> models =
        request.models().stream()
            .map(
                file ->
                    SimulatedModel.read(
                        new ModelSource(file, request.sizes()).orOfZoo(),
                        request.bits(),
                        request.residualBits(),
                        request.host()))
            .toList();
    List<Accelerator> accelerators = accelerators();
    int perModel = accelerators.size();
    int count = models.size() * perModel;
    SweepProgress done = new SweepProgress(progress, count);
    List<Point> points =
        ParallelMap.of(
            count,
            request.threads(),
            i -> {
              Accelerator accelerator = accelerators.get(i % perModel);
              Point point = point(i / perModel, models.get(i / perModel), accelerator);
              done.tell();
              return point;
            });
    points.forEach(point -> notes.addAll(hostNotes(point)));
    points.forEach(point -> notes.addAll(linkNotes(point)));
    models.forEach(model -> notes.addAll(batchNotes(model)));
    return new SweepResult(
        TwobitVersion.current(),
        request.bits(),
        request.residualBits(),
        models.stream().map(m -> m.name() + ": " + m.precision()).toList(),
        results(points, perModel),
        List.copyOf(notes),
        SweepSlowdowns.of(points));
  }

  private List<Accelerator> accelerators() {
    List<Accelerator> accelerators = new ArrayList<>();
    for (String name : request.hardware()) {
      for (List<HardwareOverride> choice : request.choices()) {
        HardwareSettings.Result result = HardwareSettings.apply(name, choice);
        notes.addAll(result.consequences());
        accelerators.add(new Accelerator(result.hardware().name(), choice, result.hardware()));
      }
    }
    return accelerators;
  }

  /** The host's time is the same on every accelerator, and in every latency. */
  private static List<String> hostNotes(Point point) {
    HostWork work = point.simulation().hostWork();
    return work.operations().isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%s: %,d operator%s the accelerator does not run, %,.4f ms of every latency on the"
                    + " host (%s; a model, not fitted to measurements), whose energy is counted"
                    + " too; 'twobit simulate --allow-host-ops' lists them",
                point.model().name(),
                work.operations().size(),
                work.operations().size() == 1 ? "" : "s",
                work.milliseconds(),
                work.processor().name()));
  }

  private static List<String> linkNotes(Point point) {
    return point.simulation().hardware().hostLink().isPresent()
        ? List.of(
            point.hardwareName()
                + ": latency is that of a whole inference, with what crosses the host link and its"
                + " driver; the link's energy is not modelled")
        : List.of();
  }

  private static List<String> batchNotes(SimulatedModel model) {
    return model.images() == 1
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%s: latency and energy are of an inference of %,d images",
                model.name(),
                model.images()));
  }

  private static Point point(int modelIndex, SimulatedModel model, Accelerator accelerator) {
    return new Point(
        modelIndex,
        model,
        accelerator.name(),
        accelerator.settings(),
        model.on(accelerator.hardware()));
  }

  /** Each model has a front of its own. */
  private static List<SweepPoint> results(List<Point> points, int perModel) {
    List<SweepPoint> results = new ArrayList<>();
    for (int first = 0; first < points.size(); first += perModel) {
      List<Point> ofModel = points.subList(first, first + perModel);
      boolean[] front = ParetoFront.of(ofModel.stream().map(Sweep::objectives).toList());
      for (int i = 0; i < ofModel.size(); i++) {
        results.add(result(ofModel.get(i), front[i]));
      }
    }
    return results;
  }

  private static double[] objectives(Point point) {
    NetworkSimulation simulation = point.simulation();
    return new double[] {
      simulation.inferenceMilliseconds(),
      simulation.inferenceMillijoules(),
      SiliconArea.of(simulation.hardware()).wholeCoreSquareMicrometres() * 1e-6
    };
  }

  private static SweepPoint result(Point point, boolean onFront) {
    NetworkSimulation simulation = point.simulation();
    SiliconArea area = SiliconArea.of(simulation.hardware());
    return new SweepPoint(
        point.model().name(),
        point.hardwareName(),
        point.settings().stream().map(s -> new SweepPoint.Setting(s.key(), s.value())).toList(),
        simulation.hardware().array().macUnits(),
        simulation.latencyCycles(),
        simulation.inferenceMilliseconds(),
        simulation.latencyMilliseconds(),
        simulation.inferenceMillijoules(),
        area.wholeCoreSquareMicrometres() * 1e-6,
        SimulationResult.of(simulation).macUtilization(),
        simulation.cycles(),
        area,
        onFront);
  }
}
