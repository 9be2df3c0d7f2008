package dev.twobit.experiment.simulation;

import dev.twobit.experiment.simulation.Sweep.Point;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwareOverride;
import dev.twobit.hardware.HardwareSettings;
import dev.twobit.results.SweepResult.Slowdown;
import dev.twobit.simulator.ArrayGrowth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pairs of points that differ in the array alone (or, across hardware files, in nothing that was
 * set) where the larger array has a slower layer; of a chain of larger and larger arrays,
 * neighbours.
 */
final class SweepSlowdowns {
  private static final Set<String> DIMENSIONS =
      Set.of("array.atomicChannels", "array.atomicKernels", "array.rows", "array.columns");

  private SweepSlowdowns() {}

  static List<Slowdown> of(List<Point> points) {
    Map<Object, List<Integer>> comparable =
        IntStream.range(0, points.size())
            .boxed()
            .collect(Collectors.groupingBy(i -> kind(points.get(i))));
    List<Slowdown> found = new ArrayList<>();
    for (int small = 0; small < points.size(); small++) {
      List<Integer> others = comparable.getOrDefault(kind(points.get(small)), List.of());
      for (int large : others) {
        if (isStep(points, others, small, large)) {
          slowdown(points, small, large).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<Slowdown> slowdown(List<Point> points, int small, int large) {
    return ArrayGrowth.slowdown(points.get(small).simulation(), points.get(large).simulation())
        .map(
            s ->
                new Slowdown(
                    small,
                    large,
                    s.layer(),
                    s.smallerCycles(),
                    s.largerCycles(),
                    s.slowerLayers(),
                    s.rule()));
  }

  /** Larger, comparable, and nothing in between. */
  private static boolean isStep(List<Point> points, List<Integer> others, int small, int large) {
    if (!isLarger(points.get(small), points.get(large))) {
      return false;
    }
    return others.stream()
        .map(points::get)
        .noneMatch(
            between ->
                isLarger(points.get(small), between) && isLarger(between, points.get(large)));
  }

  private static boolean isLarger(Point small, Point large) {
    boolean sameFile = small.hardwareName().equals(large.hardwareName());
    HardwareConfig a = small.simulation().hardware();
    HardwareConfig b = large.simulation().hardware();
    return (sameFile || small.settings().equals(large.settings())) && ArrayGrowth.isLarger(a, b);
  }

  /** What two points to be compared have in common. */
  private static Object kind(Point point) {
    return List.of(point.modelIndex(), others(point));
  }

  /** Settings apart from the array's dimensions. */
  private static List<HardwareOverride> others(Point point) {
    return point.settings().stream()
        .filter(s -> !DIMENSIONS.contains(HardwareSettings.canonical(s.key())))
        .toList();
  }
}
