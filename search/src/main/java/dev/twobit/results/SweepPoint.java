package dev.twobit.results;

import dev.twobit.hardware.SiliconArea;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.List;

/**
 * One model on one accelerator with one choice of settings.
 *
 * @param settings one a swept key, as asked for; empty without any
 * @param macUnits native MACs
 * @param latencyCycles of the accelerator, layers one by one
 * @param latencyMilliseconds of an inference of all its images, with link and host
 * @param acceleratorMilliseconds the accelerator's part of it, all of it without link and host
 * @param energyMillijoules of an inference of all its images: accelerator and host
 * @param memoryGigabytesPerSecond bandwidth of external memory, one way
 * @param macUtilization useful native products over native MAC slots in all clocks, 0..1
 * @param area by component, square micrometres
 * @param onFront no other point of the same model is at least as good in latency, energy, area and
 *     bandwidth (less is better, for no source prices it) and better in one
 */
public record SweepPoint(
    String model,
    String hardware,
    List<Setting> settings,
    long macUnits,
    long latencyCycles,
    double latencyMilliseconds,
    double acceleratorMilliseconds,
    double energyMillijoules,
    double areaSquareMillimetres,
    double memoryGigabytesPerSecond,
    double macUtilization,
    CycleBreakdown cycles,
    SiliconArea area,
    boolean onFront) {
  public SweepPoint {
    settings = List.copyOf(settings);
  }

  /** A key of the hardware file, as it was named, and the value it was given. */
  public record Setting(String key, String value) {
    @Override
    public String toString() {
      return key + "=" + value;
    }
  }
}
