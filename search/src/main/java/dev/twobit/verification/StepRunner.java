package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.engine.tick.TickRun;
import dev.twobit.simulator.verification.IntegerReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Runs steps on the clocked engine and notes how they went. */
final class StepRunner implements IntegerRun.Runner {
  private final HardwareConfig hardware;
  private final boolean compare;
  private final int count;
  private final NetworkVerification.Progress progress;
  private final List<StepVerification> steps = new ArrayList<>();

  /**
   * @param compare with plain integers and with the event engine
   * @param count of steps to come
   */
  StepRunner(
      HardwareConfig hardware, boolean compare, int count, NetworkVerification.Progress progress) {
    this.hardware = hardware;
    this.compare = compare;
    this.count = count;
    this.progress = progress;
  }

  List<StepVerification> steps() {
    return steps;
  }

  @Override
  public List<int[]> run(IntegerStep step, StepItems items, CodeStore codes) {
    LayerTiming event = EventEngine.simulate(step.workload(), hardware);
    progress.starts(steps.size() + 1, count, step.name(), event.cycles().total());
    if (step instanceof IntegerStep.Movement) {
      List<int[]> moved = IntegerRun.outputs(step, items, codes);
      steps.add(
          new StepVerification(step.name(), false, true, event, elements(moved), 0, 0, List.of()));
      return moved;
    }
    if (step instanceof IntegerStep.Real real) {
      return clocked(real, items, codes, event);
    }
    long begin = System.nanoTime();
    List<TickRun> runs = new ArrayList<>();
    List<int[]> outputs =
        items.run(
            step,
            codes::get,
            view -> {
              runs.add(tick(step, view));
              return runs.get(runs.size() - 1).outputs();
            });
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<String> differences = new ArrayList<>();
    if (compare) {
      differences.addAll(
          outputs("reference", items.run(step, codes::get, v -> reference(step, v)), outputs));
      differences.addAll(outputs("integers", IntegerRun.outputs(step, items, codes), outputs));
      runs.stream()
          .map(TickRun::timing)
          .distinct()
          .forEach(t -> differences.addAll(timings(event, t)));
    }
    steps.add(
        new StepVerification(
            step.name(),
            true,
            true,
            runs.get(0).timing(),
            elements(outputs),
            runs.stream().mapToLong(TickRun::clocks).sum(),
            seconds,
            differences));
    return outputs;
  }

  /** Clocked on zeros, which take as long as anything. */
  private List<int[]> clocked(
      IntegerStep.Real step, StepItems items, CodeStore codes, LayerTiming event) {
    long begin = System.nanoTime();
    TickRun run = ZeroOperands.run(step.workload(), hardware);
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<int[]> outputs = IntegerRun.outputs(step, items, codes);
    steps.add(
        new StepVerification(
            step.name(),
            true,
            false,
            run.timing(),
            elements(outputs),
            run.clocks(),
            seconds,
            compare ? timings(event, run.timing()) : List.of()));
    return outputs;
  }

  private TickRun tick(IntegerStep step, Function<CodedTensor, int[]> codes) {
    return step instanceof IntegerStep.Convolution c
        ? TickEngine.simulate(
            c.workload(), EventEngine.tiling(c.workload(), hardware), c.operands(codes), hardware)
        : post((IntegerStep.Post) step, codes);
  }

  private TickRun post(IntegerStep.Post p, Function<CodedTensor, int[]> codes) {
    return TickEngine.simulate(p.workload(), p.operands(codes), hardware);
  }

  private static long elements(List<int[]> copies) {
    return copies.stream().mapToLong(c -> c.length).sum();
  }

  /** Outputs by the definition of the step. */
  private static List<int[]> reference(IntegerStep step, Function<CodedTensor, int[]> codes) {
    return step instanceof IntegerStep.Convolution c
        ? IntegerReference.convolution(c.workload(), c.operands(codes))
        : IntegerRun.outputs(step, codes);
  }

  private static List<String> outputs(String by, List<int[]> expected, List<int[]> found) {
    for (int copy = 0; copy < expected.size(); copy++) {
      int[] codes = found.get(copy);
      int index = Arrays.mismatch(expected.get(copy), codes);
      if (index >= 0) {
        return List.of(
            "outputs: copy "
                + copy
                + ", element "
                + index
                + ": "
                + by
                + " "
                + (index < expected.get(copy).length ? expected.get(copy)[index] : "none")
                + ", tick "
                + (index < codes.length ? codes[index] : "none"));
      }
    }
    return List.of();
  }

  private static List<String> timings(LayerTiming event, LayerTiming tick) {
    List<String> differences = new ArrayList<>();
    if (!event.cycles().equals(tick.cycles())) {
      differences.add("cycles: event " + event.cycles() + ", tick " + tick.cycles());
    }
    if (!event.activity().equals(tick.activity())) {
      differences.add("counts: event " + event.activity() + ", tick " + tick.activity());
    }
    return differences;
  }
}
