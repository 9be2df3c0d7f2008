package dev.twobit.experiment.simulation;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwareOverride;
import dev.twobit.hardware.HardwareSettings;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.parallel.ParallelMap;
import dev.twobit.precision.AskedBits;
import dev.twobit.precision.BitPlan;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.SweepPoint;
import dev.twobit.results.SweepResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.simulator.HostWork;
import dev.twobit.simulator.NetworkSimulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  /**
   * A configuration after its settings.
   *
   * @param name as it was asked for: two files may give their accelerators the same
   */
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

  /**
   * The bits of every layer of every model, as {@link PrecisionPlanFile} reads them; once for
   * accelerators that run it alike.
   */
  public static List<String> plans(SweepRequest request) {
    Sweep sweep = new Sweep(request);
    List<String> texts = new ArrayList<>();
    sweep
        .models(sweep.accelerators())
        .forEach((plan, models) -> models.forEach(m -> texts.add(m.planText(plan))));
    return texts;
  }

  /** One line for each accelerator whose MACs have other bits than were asked for. */
  public static List<String> mismatches(SweepRequest request) {
    return new Sweep(request)
        .accelerators().stream()
            .map(Accelerator::hardware)
            .flatMap(h -> request.bits().mismatch(h.precision().macBits(), h.name()).stream())
            .distinct()
            .toList();
  }

  private SweepResult run(ProgressLine progress) {
    List<Accelerator> accelerators = accelerators();
    Map<BitPlan, List<SimulatedModel>> models = models(accelerators);
    int perModel = accelerators.size();
    int count = request.models().size() * perModel;
    SweepProgress done = new SweepProgress(progress, count);
    List<Point> points =
        ParallelMap.of(
            count,
            request.threads(),
            i -> {
              Accelerator accelerator = accelerators.get(i % perModel);
              SimulatedModel model = get(models, accelerator).get(i / perModel);
              Point point = point(i / perModel, model, accelerator);
              done.tell();
              return point;
            });
    BitPlan first = plan(accelerators.get(0));
    points.forEach(point -> notes.addAll(hostNotes(point)));
    points.forEach(point -> notes.addAll(linkNotes(point)));
    models.values().forEach(ofPlan -> ofPlan.forEach(m -> notes.addAll(batchNotes(m))));
    notes.addAll(energyNotes(accelerators));
    return new SweepResult(
        TwobitVersion.current(),
        first.inner().weights(),
        first.residual(),
        precision(models, accelerators),
        results(points, perModel),
        List.copyOf(notes),
        SweepSlowdowns.of(points));
  }

  /** Every model at the bits that some accelerator runs it with. */
  private Map<BitPlan, List<SimulatedModel>> models(List<Accelerator> accelerators) {
    Map<BitPlan, List<SimulatedModel>> models = new LinkedHashMap<>();
    for (Accelerator accelerator : accelerators) {
      models.computeIfAbsent(
          plan(accelerator),
          plan ->
              request.models().stream()
                  .map(file -> new ModelSource(file, request.sizes()).orOfZoo())
                  .map(source -> SimulatedModel.read(source, plan, request.host()))
                  .toList());
    }
    requireAFloatModel(models);
    return models;
  }

  private void requireAFloatModel(Map<BitPlan, List<SimulatedModel>> models) {
    boolean stated =
        models.values().stream().flatMap(List::stream).allMatch(SimulatedModel::statesAll);
    if (stated && !request.bits().equals(AskedBits.NONE)) {
      throw new InvalidInputException(
          request.models().get(0)
              + ": found a quantized file, which states its own widths; expected one in float"
              + " beside --bits, --residual-bits, --bits-of or --precision-plan");
    }
  }

  /** A line a model; where accelerators run it with different bits, a line each. */
  private List<String> precision(
      Map<BitPlan, List<SimulatedModel>> models, List<Accelerator> accelerators) {
    List<String> lines = new ArrayList<>();
    models.forEach(
        (plan, ofPlan) -> {
          String on =
              accelerators.stream()
                  .filter(a -> plan(a).equals(plan))
                  .map(Accelerator::name)
                  .distinct()
                  .collect(Collectors.joining(", ", " on ", ""));
          ofPlan.forEach(
              m -> lines.add(m.name() + (models.size() > 1 ? on : "") + ": " + m.precision()));
        });
    return lines;
  }

  private BitPlan plan(Accelerator accelerator) {
    return request.bits().on(accelerator.hardware.precision().macBits());
  }

  private List<SimulatedModel> get(
      Map<BitPlan, List<SimulatedModel>> models, Accelerator accelerator) {
    return Objects.requireNonNull(models.get(plan(accelerator)));
  }

  private List<Accelerator> accelerators() {
    List<Accelerator> accelerators = new ArrayList<>();
    for (String name : request.hardware()) {
      for (List<HardwareOverride> choice : request.choices()) {
        HardwareSettings.Result result = HardwareSettings.apply(name, choice);
        notes.addAll(result.consequences());
        accelerators.add(new Accelerator(name, choice, result.hardware()));
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

  /** One line for each node that energies are of. */
  private static List<String> energyNotes(List<Accelerator> accelerators) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    for (Accelerator a : accelerators) {
      String node = a.hardware().energy().node();
      names.computeIfAbsent(node, n -> new LinkedHashSet<>()).add(a.name());
    }
    return names.entrySet().stream()
        .map(
            e ->
                String.join(", ", e.getValue())
                    + ": energies of "
                    + e.getKey()
                    + "; see 'twobit validate energy'")
        .toList();
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

  /** Bandwidth counts for itself: no source says what it costs. */
  private static double[] objectives(Point point) {
    NetworkSimulation simulation = point.simulation();
    return new double[] {
      simulation.inferenceMilliseconds(),
      simulation.inferenceMillijoules(),
      SiliconArea.of(simulation.hardware()).wholeCoreSquareMicrometres() * 1e-6,
      bandwidth(simulation)
    };
  }

  /** To a byte a second: the same bandwidth of other beats and clocks is no better. */
  private static double bandwidth(NetworkSimulation simulation) {
    return Math.rint(simulation.hardware().memoryGigabytesPerSecond() * 1e9) * 1e-9;
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
        bandwidth(simulation),
        SimulationResult.of(simulation).macUtilization(),
        simulation.cycles(),
        area,
        onFront);
  }
}
