package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.engine.tick.TickRun;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A network's own integers through the clocked engine, step after step: outputs against plain
 * integer arithmetic, cycles and counts against the event engine.
 *
 * @param operands where the integers come from, for people
 */
public record NetworkVerification(String operands, List<StepVerification> steps) {
  public NetworkVerification {
    steps = List.copyOf(steps);
  }

  public boolean passed() {
    return steps.stream().allMatch(s -> s.differences().isEmpty());
  }

  public long stepsRun() {
    return steps.stream().filter(StepVerification::ran).count();
  }

  public long clocks() {
    return steps.stream().mapToLong(StepVerification::clocks).sum();
  }

  public double clocksPerSecond() {
    double seconds = steps.stream().mapToDouble(StepVerification::seconds).sum();
    return seconds > 0 ? clocks() / seconds : 0;
  }

  /**
   * @param progress told of every step done and of how many there are
   */
  static NetworkVerification run(
      IntegerNetwork network,
      CodeStore codes,
      String operands,
      HardwareConfig hardware,
      BiConsumer<StepVerification, Integer> progress) {
    List<StepVerification> steps = new ArrayList<>();
    IntegerRun.run(
        network,
        codes,
        (step, store, outputs) -> {
          steps.add(verify(step, store, outputs, hardware));
          progress.accept(steps.get(steps.size() - 1), network.steps().size());
          return outputs;
        });
    return new NetworkVerification(operands, steps);
  }

  private static StepVerification verify(
      IntegerStep step, CodeStore codes, List<int[]> expected, HardwareConfig hardware) {
    LayerTiming event = EventEngine.simulate(step.workload(), hardware);
    if (step instanceof IntegerStep.Movement) {
      return new StepVerification(
          step.name(), "", false, event.cycles().total(), 0, 0, 0, List.of());
    }
    long begin = System.nanoTime();
    TickRun tick;
    String bits = "";
    if (step instanceof IntegerStep.Convolution c) {
      LayerWorkload.Convolution workload = c.workload();
      bits = workload.weightBits() + "x" + workload.inputBits();
      tick = TickEngine.simulate(workload, c.operands(codes::get), hardware);
    } else {
      IntegerStep.Post p = (IntegerStep.Post) step;
      tick = TickEngine.simulate(p.workload(), p.operands(codes::get), hardware);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new StepVerification(
        step.name(),
        bits,
        true,
        event.cycles().total(),
        expected.stream().mapToLong(o -> o.length).sum(),
        tick.clocks(),
        seconds,
        differences(event, tick, expected));
  }

  private static List<String> differences(LayerTiming event, TickRun tick, List<int[]> expected) {
    List<String> differences = new ArrayList<>();
    for (int copy = 0; copy < expected.size(); copy++) {
      int[] codes = tick.outputs().get(copy);
      int index = Arrays.mismatch(expected.get(copy), codes);
      if (index >= 0) {
        differences.add(
            "outputs: copy "
                + copy
                + ", element "
                + index
                + ": reference "
                + (index < expected.get(copy).length ? expected.get(copy)[index] : "none")
                + ", tick "
                + (index < codes.length ? codes[index] : "none"));
      }
    }
    LayerTiming clocked = tick.timing();
    if (!event.cycles().equals(clocked.cycles())) {
      differences.add("cycles: event " + event.cycles() + ", tick " + clocked.cycles());
    }
    if (!event.activity().equals(clocked.activity())) {
      differences.add("counts: event " + event.activity() + ", tick " + clocked.activity());
    }
    return differences;
  }
}
