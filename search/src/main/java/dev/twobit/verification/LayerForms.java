package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Set;

/** What kinds of layers do to codes. */
final class LayerForms {
  private LayerForms() {}

  static boolean isOfOneTensor(Layer layer) {
    return layer.asElementwise().isPresent()
        || computes(layer) && Set.copyOf(layer.inputs()).size() == 1;
  }

  /** Whether a layer makes other values of each element, whatever its place. */
  static boolean computes(Layer layer) {
    return layer.asElementwise().isPresent()
        || layer.asAdd().isPresent()
        || layer.asMultiply().isPresent();
  }

  /** Whether an average is that of codes: its windows lie within, or what they add is nothing. */
  static boolean isAverageOfCodes(
      LayerWorkload.PostProcessing step, Layer.Pooling pooling, Activations form) {
    Window w = step.window();
    boolean inside =
        w.padTop() == 0
            && w.padLeft() == 0
            && (step.outputHeight() - 1) * w.strideHeight() + w.spanHeight() <= step.inputHeight()
            && (step.outputWidth() - 1) * w.strideWidth() + w.spanWidth() <= step.inputWidth();
    // Zeros that count are no more than the code of zero, if that is nothing.
    boolean unpadded = pooling.window().padding().equals(Padding.all(0));
    boolean zeros = form.leastCode() == 0 && (pooling.countIncludePad() || unpadded);
    return inside || zeros && !pooling.ceilMode();
  }
}
