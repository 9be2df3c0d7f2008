package dev.twobit.experiment.simulation;

import dev.twobit.hardware.HardwareOverride;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.precision.AskedBits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a sweep covers: the cross product of all four.
 *
 * @param hardware names or YAML files
 * @param axes one a swept key, each with the values it takes
 * @param bits of layers; what is left open follows from each accelerator's MACs
 * @param host runs what the accelerators cannot; {@link HostProcessor#NONE} if such operators are
 *     an error
 * @param sizes of every model's inputs
 * @param threads points simulated at a time; results are the same for any number
 */
public record SweepRequest(
    List<Path> models,
    List<String> hardware,
    List<List<HardwareOverride>> axes,
    AskedBits bits,
    HostProcessor host,
    InputSizes sizes,
    int threads) {
  private static final long MOST_POINTS = 10_000;

  public SweepRequest {
    models = List.copyOf(models);
    hardware = List.copyOf(hardware);
    axes = axes.stream().map(List::copyOf).toList();
    long points = (long) models.size() * hardware.size();
    for (List<HardwareOverride> axis : axes) {
      points = Math.min(Integer.MAX_VALUE, points * axis.size());
    }
    if (points > MOST_POINTS) {
      throw new InvalidInputException(
          "sweep: found %,d points or more, expected at most %,d".formatted(points, MOST_POINTS));
    }
  }

  /** An axis of {@code key=value,value}. */
  public static List<HardwareOverride> axis(String text) {
    HardwareOverride whole = HardwareOverride.parse(text);
    List<HardwareOverride> axis =
        Arrays.stream(whole.value().split(",", -1))
            .map(value -> HardwareOverride.parse(whole.key() + "=" + value))
            .toList();
    if (axis.stream().distinct().count() < axis.size()) {
      throw new InvalidInputException(
          "--set " + text + ": a value is given twice; expected each once");
    }
    return axis;
  }

  /** Every choice of one value an axis, the last axis fastest. */
  List<List<HardwareOverride>> choices() {
    List<List<HardwareOverride>> choices = List.of(List.of());
    for (List<HardwareOverride> axis : axes) {
      List<List<HardwareOverride>> longer = new ArrayList<>();
      for (List<HardwareOverride> choice : choices) {
        for (HardwareOverride value : axis) {
          List<HardwareOverride> more = new ArrayList<>(choice);
          more.add(value);
          longer.add(more);
        }
      }
      choices = longer;
    }
    return choices;
  }
}
