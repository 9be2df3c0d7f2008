package dev.twobit.simulator;

import static dev.twobit.simulator.BottleneckAnalysis.text;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/** Why a convolution takes its clocks on a systolic array. */
final class SystolicReasons {
  /** Rows or columns at least so full are no reason. */
  private static final double FULL = 0.9;

  private final LayerWorkload.Convolution layer;
  private final ArrayConfig.Systolic array;
  private final HardwareConfig hardware;
  private final LayerTiming timing;
  private final SystolicMapping mapping;

  SystolicReasons(
      LayerWorkload.Convolution layer,
      ArrayConfig.Systolic array,
      HardwareConfig hardware,
      LayerTiming timing) {
    this.layer = layer;
    this.array = array;
    this.hardware = hardware;
    this.timing = timing;
    this.mapping = SystolicMapping.of(layer, array, hardware.precision());
  }

  String mac(String share) {
    List<String> losses = new ArrayList<>();
    if (mapping.passes() > 1) {
      losses.add(
          text(
              "%d passes of %dx%d bits on %dx%d MACs",
              mapping.passes(),
              layer.weightBits(),
              layer.inputBits(),
              hardware.precision().macWeightBits(),
              hardware.precision().macActivationBits()));
    }
    if (mapping.rows() < array.rows()) {
      losses.add(text("%d rows fuse for a product", array.rows() / mapping.rows()));
    }
    losses.addAll(occupancy());
    return text(
        "in %s operands stream through the array%s",
        share, losses.isEmpty() ? "" : "; " + String.join("; ", losses));
  }

  String output(String share) {
    return text(
        "%s are the post-processor's after the array is done (%,d results at %,d a clock)",
        share,
        (long) layer.outputChannels() * layer.outputHeight() * layer.outputWidth(),
        hardware.postProcessor().outputElementsPerCycle());
  }

  String fillDrain(String share) {
    List<String> losses = occupancy();
    return text(
        "%s fill and drain the %,dx%,d array%s, against %,d of streaming%s",
        share,
        array.rows(),
        array.columns(),
        array.foldOverlap() == FoldOverlap.NONE ? ", fold after fold" : "",
        timing.cycles().macActive(),
        losses.isEmpty() ? "" : "; " + String.join("; ", losses));
  }

  /** Rows and columns that the layer leaves empty. */
  private List<String> occupancy() {
    int window =
        layer.inputChannels()
            / layer.groups()
            * layer.window().kernelHeight()
            * layer.window().kernelWidth();
    int kernels = layer.outputChannels() / layer.groups();
    int pixels = layer.outputHeight() * layer.outputWidth();
    List<String> parts = new ArrayList<>();
    if (layer.groups() > 1) {
      parts.add(
          text(
              "%s: each fold has %,d of the %,d channels",
              layer.groups() == layer.inputChannels() ? "depthwise" : "grouped",
              layer.inputChannels() / layer.groups(),
              layer.inputChannels()));
    }
    switch (array.dataflow()) {
      case WEIGHT_STATIONARY -> {
        if (pixels < mapping.rows() && timing.rowTiles() == 1) {
          parts.add(text("a fold streams %,d %s", pixels, pixels == 1 ? "pixel" : "pixels"));
        }
        fill(parts, "window elements", window, mapping.rows(), "rows");
        fill(parts, "kernels", kernels, mapping.columns(), "columns");
      }
      case INPUT_STATIONARY -> {
        fill(parts, "window elements", window, mapping.rows(), "rows");
        // Bands are cut along rows of pixels: what a band has is not said here.
        if (timing.rowTiles() == 1) {
          fill(parts, "pixels", pixels, mapping.columns(), "columns");
        }
      }
      case OUTPUT_STATIONARY -> {
        if (timing.rowTiles() == 1) {
          fill(parts, "pixels", pixels, mapping.rows(), "rows");
        }
        fill(parts, "kernels", kernels, mapping.columns(), "columns");
      }
    }
    return parts;
  }

  private static void fill(List<String> parts, String what, int wanted, int places, String unit) {
    int rounds = (wanted + places - 1) / places;
    if (wanted < FULL * rounds * places) {
      parts.add(
          rounds == 1
              ? text("%,d %s on %,d %s", wanted, what, places, unit)
              : text("%,d %s in %,d rounds on %,d %s", wanted, what, rounds, places, unit));
    }
  }
}
