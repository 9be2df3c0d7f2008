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
import java.util.Optional;
import java.util.Set;

/**
 * Network and precision plan to the steps that the accelerator runs. What is a function of a
 * convolution's result, element by element, is fused into its post-processing, however many layers
 * it is written as ({@link OneTensorFunctions}); so is an Add whose other operand is ready by then,
 * which then reads that operand from memory. Pads and normalization of the image are done on the
 * way to the array ({@link FetchedInputs}). Movements of data that are a matter of addresses take
 * no step, chains of others one ({@link DataMovement}). Everything else is a step of the
 * post-processor.
 */
public final class WorkloadLowering {
  private static final int MOST_IMAGES = 1 << 16;
  private static final int MOST_RUNS = 1 << 28;
  private static final Window POINT = Window.square(1, 1, 0);

  private final Network network;
  private final PrecisionPlan plan;
  private final int batch;
  private final DataMovement movement;
  private final Map<String, List<Layer>> consumers;
  private final OneTensorFunctions functions;
  private final FetchedInputs fetched;
  private final Set<String> done = new HashSet<>();
  private final Set<String> ready;

  private WorkloadLowering(Network network, PrecisionPlan plan, int batch, Addressing addressing) {
    this.network = network;
    this.plan = plan;
    this.batch = batch;
    this.fetched = FetchedInputs.of(network);
    this.movement = new DataMovement(network, plan, addressing, fetched);
    this.consumers = network.consumers();
    this.functions = new OneTensorFunctions(network, consumers);
    this.ready = new HashSet<>(network.inputs());
  }

  /**
   * One inference, of {@link Network#images}. Throws {@link InvalidInputException} naming the first
   * layer that cannot be simulated.
   */
  public static List<LoweredLayer> lower(
      Network network, PrecisionPlan plan, Addressing addressing) {
    return lower(network, plan, network.images(), addressing);
  }

  /**
   * So many images, layer after layer. A fully connected layer takes them all at once, with all
   * rows that an image has, as positions of one 1x1 convolution, and so fetches its weights once
   * (NVDLA's batch mode is for these layers). Every other step runs image after image, and item
   * after item of an image's leading axis, each run cold: it fetches its weights again.
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
    return network(network, plan, batch, addressing).steps();
  }

  /** The same with what takes no step. */
  static LoweredNetwork network(
      Network network, PrecisionPlan plan, int batch, Addressing addressing) {
    if (batch < 1 || batch > MOST_IMAGES) {
      throw new InvalidInputException(
          "batch: found " + batch + ", expected 1 to " + MOST_IMAGES + " images");
    }
    WorkloadLowering lowering = new WorkloadLowering(network, plan, batch, addressing);
    return new LoweredNetwork(lowering.run(), elided(network, lowering.movement, lowering.fetched));
  }

  /**
   * Layers that move data and take no step: addresses say what they do, or what fetches. In order.
   */
  public static List<Layer> elided(Network network, PrecisionPlan plan, Addressing addressing) {
    FetchedInputs fetched = FetchedInputs.of(network);
    return elided(network, new DataMovement(network, plan, addressing, fetched), fetched);
  }

  private static List<Layer> elided(Network network, DataMovement movement, FetchedInputs fetched) {
    Set<Layer> views = new HashSet<>(movement.views());
    return network.layers().stream()
        .filter(l -> views.contains(l) || l.asMovement().isPresent() && fetched.isInPassing(l))
        .toList();
  }

  private List<LoweredLayer> run() {
    List<LoweredLayer> steps = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (fetched.isInPassing(layer)) {
        without(layer);
      } else if (done.add(layer.name())) {
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
      FetchedInputs.Fetched input = fetched.of(c);
      TensorShape in = network.shape(input.tensor());
      TensorShape own = network.shape(c.output());
      LayerWorkload workload =
          new LayerWorkload.Convolution(
              c.name(),
              c.operator(),
              new FeatureMap(c.inputChannels(), in.height(), in.width()),
              new FeatureMap(c.outputChannels(), own.height(), own.width()),
              new LayerWorkload.Kernels(input.over(c.window()), c.groups(), plan.weightBits(c)),
              new LayerWorkload.Activations(
                      plan.readBits(c),
                      input.image() || movement.isImage(input.tensor()),
                      movement.written(chain.output),
                      chain.addBits)
                  .converting());
      return List.of(chain.step(workload, List.of(input.tensor()), runs(c)));
    }

    @Override
    public List<LoweredLayer> transposedConvolution(Layer.TransposedConvolution t) {
      Chain chain = fuse(t, false);
      return new TransposedLowering(network, plan, movement, runs(t))
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
              new FeatureMap(f.inputFeatures(), rows, 1),
              new FeatureMap(f.outputFeatures(), rows, 1),
              new LayerWorkload.Kernels(POINT, 1, plan.weightBits(f)),
              new LayerWorkload.Activations(
                      plan.readBits(f), false, movement.written(chain.output), chain.addBits)
                  .converting());
      return List.of(chain.step(workload, List.of(f.input()), 1));
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
      boolean copies = layer.keepsValues();
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
            movement.writtenMap(behind.output),
            movement.written(behind.output),
            parameters(behind));
    return List.of(new LoweredLayer(workload, tensors, behind.output, members, batch));
  }

  private List<LoweredLayer> pool(Layer.Pooling layer) {
    Chain chain = fuse(layer, false);
    String input = fetched.of(layer).tensor();
    TensorShape in = network.shape(input);
    TensorShape out = network.shape(chain.output);
    LayerWorkload workload =
        new LayerWorkload.PostProcessing(
            layer.name(),
            layer.operator(),
            PostOperation.POOLING,
            fetched.of(layer).over(layer.window()),
            List.of(
                new Operand(
                    new FeatureMap(in.channels(), in.height(), in.width()),
                    plan.readBits(layer),
                    false)),
            new FeatureMap(out.channels(), out.height(), out.width()),
            movement.written(chain.output),
            parameters(chain));
    return List.of(chain.step(workload, List.of(input), runs(layer)));
  }

  /** A step of the post-processor; operands that are smaller than the result are kept. */
  private List<LoweredLayer> post(Layer layer, PostOperation operation) {
    Chain chain = fuse(layer, false);
    boolean one = !OneTensorFunctions.argument(layer).equals(layer.output());
    List<String> inputs = one ? List.of(layer.input()) : layer.inputs();
    boolean broadcasts = inputs.size() > 1;
    long most = network.shape(layer.output()).elementCount();
    List<Operand> operands =
        inputs.stream()
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
            movement.writtenMap(chain.output),
            movement.written(chain.output),
            parameters(chain));
    return List.of(chain.step(workload, inputs, batch));
  }

  private long parameters(Chain chain) {
    return StepParameters.bytes(
        network,
        chain.members,
        movement.writtenMap(chain.output).channels(),
        movement.written(chain.output));
  }

  /**
   * A layer and what the post-processor does in passing behind it.
   *
   * @param addBits of the operands that Adds among them read
   * @param output of the last
   */
  private record Chain(List<Layer> members, List<Integer> addBits, String output) {
    LoweredLayer step(LayerWorkload workload, List<String> inputs, int runs) {
      return new LoweredLayer(workload, inputs, output, members, runs);
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
    String argument = OneTensorFunctions.argument(layer);
    String output = layer.output();
    while (true) {
      List<Layer> next = functions.continued(argument, members, output);
      if (next.isEmpty()) {
        String current = output;
        next = adds(output).filter(a -> addable && isOntoMemory(a, current)).stream().toList();
        if (next.isEmpty()) {
          return output;
        }
        Layer add = next.get(0);
        add.inputs().stream()
            .filter(t -> !t.equals(current))
            .forEach(t -> addBits.add(plan.readBits(add)));
        argument = next.get(0).output();
      }
      next.forEach(l -> done.add(l.name()));
      members.addAll(next);
      output = next.get(next.size() - 1).output();
    }
  }

  /** The sum that is all that reads a tensor. */
  private Optional<Layer> adds(String tensor) {
    List<Layer> readers = consumers.getOrDefault(tensor, List.of());
    return readers.size() == 1 && !network.outputs().contains(tensor)
        ? readers.get(0).asAdd().map(a -> a)
        : Optional.empty();
  }

  /** Whether the other operands are in memory by now, and as large; its own is not. */
  private boolean isOntoMemory(Layer add, String tensor) {
    return add.inputs().size() > 1
        && add.inputs().stream().filter(tensor::equals).count() == 1
        && add.inputs().stream().allMatch(t -> t.equals(tensor) || ready.contains(t))
        && add.inputs().stream().allMatch(t -> network.shape(t).equals(network.shape(tensor)));
  }

  /** Rows of all images, each with as many as its other axes hold. */
  private int rows(TensorShape in, Layer.FullyConnected f) {
    return whole(f, in.elementCount() / f.inputFeatures() * batch);
  }

  /** A run is one item of the leading axis, where a layer leaves it as it is, of one image. */
  private int runs(Layer layer) {
    TensorShape in = network.shape(layer.input());
    TensorShape out = network.shape(layer.output());
    boolean items = out.rank() > 1 && in.rank() > 1 && in.dim(0) == out.dim(0);
    return whole(layer, items ? (long) batch * out.dim(0) : batch);
  }

  private int whole(Layer layer, long runs) {
    if (runs > MOST_RUNS) {
      throw new InvalidInputException(
          "%s: node '%s': found %d rows or items of all images, expected at most %d"
              .formatted(network.name(), layer.name(), runs, MOST_RUNS));
    }
    return (int) runs;
  }
}
