package dev.twobit.experiment;

import dev.twobit.hardware.HardwareSetting;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a sweep covers: the cross product of all four.
 *
 * @param hardware names or YAML files
 * @param axes one a swept key, each with the values it takes
 * @param host runs what the accelerators cannot; {@link HostProcessor#NONE} if such operators are
 *     an error
 * @param threads points simulated at a time; results are the same for any number
 */
public record SweepRequest(
    List<Path> models,
    List<String> hardware,
    List<List<HardwareSetting>> axes,
    int bits,
    int residualBits,
    HostProcessor host,
    int threads) {
  private static final long MOST_POINTS = 10_000;

  public SweepRequest {
    models = List.copyOf(models);
    hardware = List.copyOf(hardware);
    axes = axes.stream().map(List::copyOf).toList();
    long points = (long) models.size() * hardware.size();
    for (List<HardwareSetting> axis : axes) {
      points = Math.min(Integer.MAX_VALUE, points * axis.size());
    }
    if (points > MOST_POINTS) {
      throw new InvalidInputException(
          "sweep: found %,d points or more, expected at most %,d".formatted(points, MOST_POINTS));
    }
  }

  /** An axis of {@code key=value,value}. */
  public static List<HardwareSetting> axis(String text) {
    HardwareSetting whole = HardwareSetting.parse(text);
    List<HardwareSetting> axis =
        Arrays.stream(whole.value().split(",", -1))
            .map(value -> HardwareSetting.parse(whole.key() + "=" + value))
            .toList();
    if (axis.stream().distinct().count() < axis.size()) {
      throw new InvalidInputException(
          "--set " + text + ": a value is given twice; expected each once");
    }
    return axis;
  }

  /** Every choice of one value an axis, the last axis fastest. */
  List<List<HardwareSetting>> choices() {
    List<List<HardwareSetting>> choices = List.of(List.of());
    for (List<HardwareSetting> axis : axes) {
      List<List<HardwareSetting>> longer = new ArrayList<>();
      for (List<HardwareSetting> choice : choices) {
        for (HardwareSetting value : axis) {
          List<HardwareSetting> more = new ArrayList<>(choice);
          more.add(value);
          longer.add(more);
        }
      }
      choices = longer;
    }
    return choices;
  }
}
