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
    return h.with(new BufferConfig(banks, h.buffer().bankBytes()))
        .with(
            new MemoryConfig(
                m.beatBytes(),
                m.cyclesPerBeat() * slower,
                m.readLatencyCycles(),
                m.atomBytes(),
                m.overlap()));
  }
}
