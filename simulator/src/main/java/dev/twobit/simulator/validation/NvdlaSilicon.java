package dev.twobit.simulator.validation;

import dev.twobit.hardware.AreaConfig;
import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.EnergyConfig.Traffic;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.validation.CsvRows.Row;

/**
 * One published NVDLA size as this project describes it, at 45 nm: its array, buffer and memory
 * from the row, MACs from the base file; the buffer's energies from the CACTI row of the memories
 * side by side in a bank, whose port is as wide as the array's channels, its area from that of the
 * bank.
 */
record NvdlaSilicon(Row row, NvdlaSize size, HardwareConfig hardware) {
  private static final String BASE = "nvdla-large-spreadsheet-w8a8";

  static NvdlaSilicon of(Row row) {
    NvdlaSize size = NvdlaSize.of(row);
    int kibibytes = bufferKibibytes(row);
    HardwareConfig h =
        size.on(
            HardwareCatalog.load(BASE),
            kibibytes * 1024,
            row.positive("dram_gbps") * NvdlaPublishedValidation.BYTES_PER_CYCLE_PER_GIGABYTE,
            Overlap.SPREADSHEET);
    SramRow bank = SramRow.ofBank(h.buffer().bankBytes());
    SramRow memory = SramRow.ofPort(h.buffer().bankBytes(), size.atomicChannels());
    EnergyConfig e = h.energy();
    Traffic traffic =
        new Traffic(memory.readPicojoulesPerByte(), memory.writePicojoulesPerByte(), 0);
    AreaConfig a = h.area();
    HardwareConfig.Silicon silicon =
        new HardwareConfig.Silicon(
            new EnergyConfig(
                e.products(),
                traffic,
                e.postProcessorPicojoulesPerElement(),
                e.leakage(),
                e.node()),
            new AreaConfig(
                a.macSquareMicrometres(),
                a.fusedMacSquareMicrometres(),
                a.shiftAccumulatorSquareMicrometres(),
                bank.squareMicrometresPerByte(),
                0,
                ""));
    return new NvdlaSilicon(
        row,
        size,
        new HardwareConfig(
            h.label(),
            new HardwareConfig.Core(h.clockMegahertz(), h.array(), h.precision()),
            h.buffer(),
            h.memory(),
            h.postProcessor(),
            silicon,
            h.hostLink(),
            h.sources()));
  }

  static int bufferKibibytes(Row row) {
    int kibibytes = row.atLeast(1, "cbuf_kb");
    if (kibibytes > 1 << 20) {
      throw row.error("cbuf_kb", "expected at most " + (1 << 20));
    }
    return kibibytes;
  }

  /** ResNet-50 as the published frames per second are of, external memory's energy left out. */
  NetworkSimulation resNet50() {
    Network network = ModelZoo.architecture(Model.RESNET50_V1, Model.RESNET50_V1.imageSize());
    return Simulator.simulate(network, PrecisionPlan.uniform(network, 8, 8), hardware);
  }

  /** MACs and buffer, square millimetres at 45 nm. */
  double countedSquareMillimetres() {
    return SiliconArea.of(hardware).wholeCoreSquareMicrometres() * 1e-6;
  }

  /** Bytes wide the paths are that lead to the array and from it: channels in, kernels out. */
  int edge() {
    return size.atomicChannels() + size.atomicKernels();
  }
}
