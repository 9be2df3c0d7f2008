package dev.twobit.simulator;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;

/** Accelerators with another buffer and a slower memory. */
final class ScarceHardware {
  private ScarceHardware() {}

  /**
   * @param banks of the buffer
   * @param slower times the cycles per beat
   */
  static HardwareConfig with(HardwareConfig h, int banks, int slower) {
    MemoryConfig m = h.memory();
    return new HardwareConfig(
        h.name(),
        h.description(),
        h.clockMegahertz(),
        h.array(),
        h.precision(),
        new BufferConfig(banks, h.buffer().bankBytes()),
        new MemoryConfig(
            m.beatBytes(),
            m.cyclesPerBeat() * slower,
            m.readLatencyCycles(),
            m.atomBytes(),
            m.overlap()),
        h.postProcessor(),
        h.energy(),
        h.area(),
        h.sources());
  }
}
