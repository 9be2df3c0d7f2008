package dev.twobit.experiment;

import dev.twobit.simulator.benchmark.Machine;

/**
 * What the bits of a training depend on besides what it was asked for.
 *
 * @param processor model
 * @param threads of libtorch
 * @param java that ran it; its version does not enter the bits
 */
public record TrainingMachine(String processor, int threads, String java) {
  public static TrainingMachine current(int threads) {
    Machine machine = Machine.current();
    return new TrainingMachine(machine.processor(), threads, machine.java());
  }
}
