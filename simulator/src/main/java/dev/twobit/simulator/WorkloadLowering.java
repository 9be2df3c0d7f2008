package dev.twobit.simulator;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Network and precision plan to the steps that the accelerator runs. Batch normalization,
 * activations and arithmetic with constants behind a convolution are fused into its
 * post-processing; so is an Add whose other operand is ready by then, which then reads that operand
 * from memory. Reshapes and concatenations along channels are a matter of addresses and take no
 * step. Everything else is a step of the post-processor.
 */
public final class WorkloadLowering {
  private static final int MOST_IMAGES = 1 << 16;
  private static final Window POINT = Window.square(1, 1, 0);

  private final Network network;
  private final PrecisionPlan plan;
  private final int batch;
  private final Map<String, List<Layer>> consumers;
  private final Set<String> done = new HashSet<>();
  private final Set<String> ready;

  private WorkloadLowering(Network network, PrecisionPlan plan, int batch) {
    this.network = network;
    this.plan = plan;
    this.batch = batch;
    this.consumers = network.consumers();
    this.ready = new HashSet<>(network.inputs());
  }

  /**
   * One image. Throws {@link InvalidInputException} naming the first layer that cannot be
   * simulated.
   */
  public static List<LoweredLayer> lower(Network network, PrecisionPlan plan) {
    return lower(network, plan, 1);
  }

  /**
   * So many images, layer after layer. A fully connected layer takes them all at once, as positions
   * of one 1x1 convolution, and so fetches its weights once (NVDLA's batch mode is for these
   * layers). Every other step runs image after image, each run cold: it fetches its weights again.
   *
   * @param batch 1 to 65,536
   */
  public static List<LoweredLayer> lower(Network network, PrecisionPlan plan, int batch) {
    SupportCheck.requireSupported(network);
    return lowerBesideHost(network, plan, batch);
  }

  /** The same without the operators that a processor beside the accelerator runs. */
  static List<LoweredLayer> lowerBesideHost(Network network, PrecisionPlan plan, int batch) {
    if (batch < 1 || batch > MOST_IMAGES) {
      throw new InvalidInputException(
          "batch: found " + batch + ", expected 1 to " + MOST_IMAGES + " images");
    }
    return new WorkloadLowering(network, plan, batch).run();
  }

  private List<LoweredLayer> run() {
    List<LoweredLayer> steps = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (!done.add(layer.name())) {
        continue;
      }
      if (isAddressing(layer) || layer instanceof Layer.Unsupported) {
        ready.add(layer.output());
        continue;
      }
      List<Layer> members = new ArrayList<>(List.of(layer));
      List<Integer> addBits = new ArrayList<>();
      String output = fuse(layer, members, addBits);
      ready.add(output);
      if (layer instanceof Layer.TransposedConvolution t) {
        steps.addAll(new TransposedLowering(network, plan, batch).lower(t, output, members));
        continue;
      }
      int runs = layer instanceof Layer.FullyConnected ? 1 : batch;
      steps.add(
          new LoweredLayer(workload(layer, output, addBits), layer.input(), output, members, runs));
    }
    return steps;
  }

  /** Follows the chain of layers that the post-processor does in passing. */
  private String fuse(Layer layer, List<Layer> members, List<Integer> addBits) {
    String output = layer.output();
    while (true) {
      List<Layer> readers = consumers.getOrDefault(output, List.of());
      if (readers.size() != 1 || network.outputs().contains(output)) {
        return output;
      }
      Layer next = readers.get(0);
      if (next instanceof Layer.Add add) {
        String current = output;
        boolean othersReady =
            add.inputs().stream().allMatch(t -> t.equals(current) || ready.contains(t));
        boolean whole =
            add.inputs().stream().allMatch(t -> network.shape(t).equals(network.shape(current)));
        if (!isWeighted(layer) || !othersReady || !whole || add.inputs().size() < 2) {
          return output;
        }
        for (int i = 1; i < add.inputs().size(); i++) {
          addBits.add(plan.readBits(add));
        }
      } else if (!isPassing(next)) {
        return output;
      }
      done.add(next.name());
      members.add(next);
      output = next.output();
    }
  }

  private static boolean isWeighted(Layer layer) {
    return layer instanceof Layer.Convolution || layer instanceof Layer.FullyConnected;
  }

  private static boolean isPassing(Layer layer) {
    return layer instanceof Layer.BatchNormalization
        || layer instanceof Layer.Activation
        || layer instanceof Layer.ParametricRelu
        || layer instanceof Layer.ConstantArithmetic;
  }

  private boolean isAddressing(Layer layer) {
    return layer instanceof Layer.Reshape
        || layer instanceof Layer.Concat c
            && c.axis() == 1
            && network.shape(c.output()).rank() == 4;
  }

  /** Rows of an image: more than one if the layer is on the last axis of more than two. */
  private static int rows(TensorShape in, Layer.FullyConnected f) {
    return (int) (in.elementCount() / f.inputFeatures() / Math.max(1, in.dim(0)));
  }

  private LayerWorkload workload(Layer layer, String output, List<Integer> addBits) {
    TensorShape in = network.shape(layer.input());
    TensorShape own = network.shape(layer.output());
    TensorShape out = network.shape(output);
    if (layer instanceof Layer.Convolution c) {
      return new LayerWorkload.Convolution(
          c.name(),
          c.operator(),
          new FeatureMap(c.inputChannels(), in.height(), in.width()),
          new FeatureMap(c.outputChannels(), own.height(), own.width()),
          new LayerWorkload.Kernels(c.window(), c.groups(), plan.weightBits(c)),
          new LayerWorkload.Activations(
              plan.readBits(c),
              network.inputs().contains(c.input()),
              plan.copies(output),
              addBits));
    }
    if (layer instanceof Layer.FullyConnected f) {
      int rows = rows(in, f);
      return new LayerWorkload.Convolution(
          f.name(),
          f.operator(),
          new FeatureMap(f.inputFeatures(), batch * rows, 1),
          new FeatureMap(f.outputFeatures(), batch * rows, 1),
          new LayerWorkload.Kernels(POINT, 1, plan.weightBits(f)),
          new LayerWorkload.Activations(plan.readBits(f), false, plan.copies(output), addBits));
    }
    List<Integer> reads = new ArrayList<>();
    for (int i = 0; i < layer.inputs().size(); i++) {
      reads.add(plan.readBits(layer));
    }
    boolean pooling = layer instanceof Layer.Pooling;
    PostOperation operation =
        pooling
            ? PostOperation.POOLING
            : PrecisionPlan.isMovement(layer) ? PostOperation.COPY : PostOperation.ELEMENTWISE;
    int channels = Math.max(in.channels(), out.channels());
    return new LayerWorkload.PostProcessing(
        layer.name(),
        layer.operator(),
        operation,
        new FeatureMap(channels, in.height(), in.width()),
        new FeatureMap(channels, out.height(), out.width()),
        layer instanceof Layer.Pooling p ? p.window() : POINT,
        reads,
        plan.copies(output));
  }
}
