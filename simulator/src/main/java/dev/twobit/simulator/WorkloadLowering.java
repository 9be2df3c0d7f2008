package dev.twobit.simulator;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.Operand;
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
 * from memory. Movements of data that are a matter of addresses take no step, chains of others one
 * ({@link DataMovement}). Everything else is a step of the post-processor.
 */
public final class WorkloadLowering {
  private static final int MOST_IMAGES = 1 << 16;
  private static final Window POINT = Window.square(1, 1, 0);

  private final Network network;
  private final PrecisionPlan plan;
  private final int batch;
  private final DataMovement movement;
  private final Map<String, List<Layer>> consumers;
  private final Set<String> done = new HashSet<>();
  private final Set<String> ready;

  private WorkloadLowering(Network network, PrecisionPlan plan, int batch, Addressing addressing) {
    this.network = network;
    this.plan = plan;
    this.batch = batch;
    this.movement = new DataMovement(network, plan, addressing);
    this.consumers = network.consumers();
    this.ready = new HashSet<>(network.inputs());
  }

  /**
   * One image. Throws {@link InvalidInputException} naming the first layer that cannot be
   * simulated.
   */
  public static List<LoweredLayer> lower(
      Network network, PrecisionPlan plan, Addressing addressing) {
    return lower(network, plan, 1, addressing);
  }

  /**
   * So many images, layer after layer. A fully connected layer takes them all at once, as positions
   * of one 1x1 convolution, and so fetches its weights once (NVDLA's batch mode is for these
   * layers). Every other step runs image after image, each run cold: it fetches its weights again.
   *
   * @param batch 1 to 65,536
   * @param addressing what takes no step
   */
  public static List<LoweredLayer> lower(
      Network network, PrecisionPlan plan, int batch, Addressing addressing) {
    SupportCheck.requireSupported(network);
    return lowerBesideHost(network, plan, batch, addressing);
  }

  /** The same without the operators that a processor beside the accelerator runs. */
  static List<LoweredLayer> lowerBesideHost(
      Network network, PrecisionPlan plan, int batch, Addressing addressing) {
    if (batch < 1 || batch > MOST_IMAGES) {
      throw new InvalidInputException(
          "batch: found " + batch + ", expected 1 to " + MOST_IMAGES + " images");
    }
    return new WorkloadLowering(network, plan, batch, addressing).run();
  }

  /** Layers that move data and take no step: addresses say what they do. In order. */
  public static List<Layer> elided(Network network, PrecisionPlan plan, Addressing addressing) {
    return new DataMovement(network, plan, addressing).views();
  }

  private List<LoweredLayer> run() {
    List<LoweredLayer> steps = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (done.add(layer.name())) {
        steps.addAll(layer.foldKind(new Steps()));
      }
    }
    return steps;
  }

  /** A matter of addresses, or of the processor beside the accelerator: no step. */
  private List<LoweredLayer> without(Layer layer) {
    ready.add(layer.output());
    return List.of();
  }

  /** The steps that begin with a layer, by what does it. */
  private final class Steps
      implements LayerKinds<List<LoweredLayer>>,
          LayerKinds.Weighted.Cases<List<LoweredLayer>>,
          LayerKinds.Planar.Cases<List<LoweredLayer>> {
    @Override
    public List<LoweredLayer> weighted(Weighted layer) {
      return layer.fold(this);
    }

    @Override
    public List<LoweredLayer> convolution(Layer.Convolution c) {
      Chain chain = fuse(c, true);
      TensorShape in = network.shape(c.input());
      TensorShape own = network.shape(c.output());
      LayerWorkload workload =
          new LayerWorkload.Convolution(
              c.name(),
              c.operator(),
              new FeatureMap(c.inputChannels(), in.height(), in.width()),
              new FeatureMap(c.outputChannels(), own.height(), own.width()),
              new LayerWorkload.Kernels(c.window(), c.groups(), plan.weightBits(c)),
              new LayerWorkload.Activations(
                  plan.readBits(c),
                  movement.isImage(c.input()),
                  movement.written(chain.output),
                  chain.addBits));
      return List.of(chain.step(workload, batch));
    }

    @Override
    public List<LoweredLayer> transposedConvolution(Layer.TransposedConvolution t) {
      Chain chain = fuse(t, false);
      return new TransposedLowering(network, plan, movement, batch)
          .lower(t, chain.output, chain.members);
    }

    @Override
    public List<LoweredLayer> fullyConnected(Layer.FullyConnected f) {
      Chain chain = fuse(f, true);
      int rows = rows(network.shape(f.input()), f);
      LayerWorkload workload =
          new LayerWorkload.Convolution(
              f.name(),
              f.operator(),
              new FeatureMap(f.inputFeatures(), batch * rows, 1),
              new FeatureMap(f.outputFeatures(), batch * rows, 1),
              new LayerWorkload.Kernels(POINT, 1, plan.weightBits(f)),
              new LayerWorkload.Activations(
                  plan.readBits(f), false, movement.written(chain.output), chain.addBits));
      return List.of(chain.step(workload, 1));
    }

    @Override
    public List<LoweredLayer> elementwise(Elementwise layer) {
      return post(layer, PostOperation.ELEMENTWISE);
    }

    @Override
    public List<LoweredLayer> combination(Combination layer) {
      return post(layer, PostOperation.ELEMENTWISE);
    }

    @Override
    public List<LoweredLayer> jointNormalization(JointNormalization layer) {
      return post(layer, PostOperation.ELEMENTWISE);
    }

    @Override
    public List<LoweredLayer> movement(Movement layer) {
      return movement.isStep(layer) ? copy(layer) : without(layer);
    }

    @Override
    public List<LoweredLayer> planar(Planar layer) {
      return layer.fold(this);
    }

    @Override
    public List<LoweredLayer> pooling(Layer.Pooling layer) {
      return pool(layer);
    }

    @Override
    public List<LoweredLayer> resize(Layer.Resize layer) {
      boolean copies = UnchangedValues.of(layer);
      return post(layer, copies ? PostOperation.COPY : PostOperation.ELEMENTWISE);
    }

    @Override
    public List<LoweredLayer> unsupported(Layer.Unsupported layer) {
      return without(layer);
    }
  }

  /** What a chain of movements reads, and its last writes. */
  private List<LoweredLayer> copy(Layer layer) {
    Chain behind = fuse(layer, false);
    List<Layer> chain = movement.members(layer);
    List<Layer> members = new ArrayList<>(chain);
    // Shapes are names; what moves last is what the step is known by.
    Layer named =
        chain.stream().filter(l -> l.asReshape().isEmpty()).reduce((a, b) -> b).orElse(layer);
    members.remove(named);
    members.add(0, named);
    members.addAll(behind.members.subList(1, behind.members.size()));
    List<Operand> operands = new ArrayList<>();
    List<String> tensors = new ArrayList<>();
    for (DataMovement.Source source : movement.sources(layer)) {
      operands.add(new Operand(source.map(), source.bits(), false));
      tensors.add(source.tensor());
    }
    LayerWorkload workload =
        new LayerWorkload.PostProcessing(
            named.name(),
            named.operator(),
            PostOperation.COPY,
            POINT,
            operands,
            FeatureMap.of(network.shape(behind.output)),
            movement.written(behind.output));
    return List.of(new LoweredLayer(workload, tensors, behind.output, members, batch));
  }

  private List<LoweredLayer> pool(Layer.Pooling layer) {
    Chain chain = fuse(layer, false);
    TensorShape in = network.shape(layer.input());
    TensorShape out = network.shape(chain.output);
    LayerWorkload workload =
        new LayerWorkload.PostProcessing(
            layer.name(),
            layer.operator(),
            PostOperation.POOLING,
            layer.window(),
            List.of(
                new Operand(
                    new FeatureMap(in.channels(), in.height(), in.width()),
                    plan.readBits(layer),
                    false)),
            new FeatureMap(out.channels(), out.height(), out.width()),
            movement.written(chain.output));
    return List.of(chain.step(workload, batch));
  }

  /** A step of the post-processor; operands that are smaller than the result are kept. */
  private List<LoweredLayer> post(Layer layer, PostOperation operation) {
    Chain chain = fuse(layer, false);
    boolean broadcasts = layer.inputs().size() > 1;
    long most = network.shape(layer.output()).elementCount();
    List<Operand> operands =
        layer.inputs().stream()
            .map(
                t ->
                    new Operand(
                        movement.map(t),
                        plan.readBits(layer),
                        broadcasts && network.shape(t).elementCount() < most))
            .toList();
    LayerWorkload workload =
        new LayerWorkload.PostProcessing(
            layer.name(),
            layer.operator(),
            operation,
            POINT,
            operands,
            FeatureMap.of(network.shape(chain.output)),
            movement.written(chain.output));
    return List.of(chain.step(workload, batch));
  }

  /**
   * A layer and what the post-processor does in passing behind it.
   *
   * @param addBits of the operands that Adds among them read
   * @param output of the last
   */
  private record Chain(List<Layer> members, List<Integer> addBits, String output) {
    LoweredLayer step(LayerWorkload workload, int runs) {
      return new LoweredLayer(workload, members.get(0).inputs(), output, members, runs);
    }
  }

  private Chain fuse(Layer layer, boolean addable) {
    List<Layer> members = new ArrayList<>(List.of(layer));
    List<Integer> addBits = new ArrayList<>();
    String output = fuse(layer, addable, members, addBits);
    ready.add(output);
    return new Chain(members, addBits, output);
  }

  /** Follows the chain of layers that the post-processor does in passing. */
  private String fuse(Layer layer, boolean addable, List<Layer> members, List<Integer> addBits) {
    String output = layer.output();
    while (true) {
      List<Layer> readers = consumers.getOrDefault(output, List.of());
      if (readers.size() != 1 || network.outputs().contains(output)) {
        return output;
      }
      Layer next = readers.get(0);
      if (next.asAdd().isPresent()) {
        String current = output;
        boolean othersReady =
            next.inputs().stream().allMatch(t -> t.equals(current) || ready.contains(t));
        boolean whole =
            next.inputs().stream().allMatch(t -> network.shape(t).equals(network.shape(current)));
        // What is twice its own addend has to be written to be read.
        boolean once = next.inputs().stream().filter(current::equals).count() == 1;
        if (!addable || !othersReady || !whole || !once || next.inputs().size() < 2) {
          return output;
        }
        for (int i = 1; i < next.inputs().size(); i++) {
          addBits.add(plan.readBits(next));
        }
      } else if (next.asElementwise().isEmpty()) {
        return output;
      }
      done.add(next.name());
      members.add(next);
      output = next.output();
    }
  }

  /** Rows of an image: more than one if the layer is on the last axis of more than two. */
  private static int rows(TensorShape in, Layer.FullyConnected f) {
    return (int) (in.elementCount() / f.inputFeatures() / Math.max(1, in.dim(0)));
  }
}
