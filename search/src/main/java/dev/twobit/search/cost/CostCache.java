package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Simulated layers by hardware and shape, to be shared by all cost models of a process, whatever
 * their networks, widths and threads. It only grows: about a hundred bytes a shape.
 */
public final class CostCache {
  private final Map<HardwareConfig, WorkloadCosts> byHardware = new ConcurrentHashMap<>();

  WorkloadCosts of(HardwareConfig hardware) {
    return byHardware.computeIfAbsent(hardware, WorkloadCosts::new);
  }
}
