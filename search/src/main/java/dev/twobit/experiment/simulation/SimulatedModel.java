package dev.twobit.experiment.simulation;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.precision.BitPlan;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.RoleShare;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.UnfusedStep;
import dev.twobit.simulator.WholeNetwork;
import dev.twobit.simulator.topology.Topology;
import dev.twobit.simulator.topology.TopologyFile;
import dev.twobit.verification.DeployedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is simulated: read once, simulated on any number of accelerators. */
public sealed interface SimulatedModel {
  String name();

  /** Of an inference. */
  int images();

  /** One inference, of all its images, layer after layer. */
  NetworkSimulation on(HardwareConfig hardware);

  /** Layers back to back, given them alone; empty if there is no network that says what is next. */
  Optional<WholeNetwork> backToBack(NetworkSimulation alone);

  /** Steps that another might have done in passing, given all layers alone. */
  List<UnfusedStep> unfused(NetworkSimulation alone);

  /** Bits of weights of inner layers; {@link #residualBits} of the residual path. */
  int bits();

  int residualBits();

  /** What layers of each part take; empty if there is no network that says which they are. */
  List<RoleShare> roles(NetworkSimulation alone);

  /**
   * The bits of every layer as {@link PrecisionPlanFile} reads them; the file's own, if it states
   * some.
   *
   * @param asked that it was read with
   */
  String planText(BitPlan asked);

  /** Whether the file states the bits of all its layers. */
  boolean statesAll();

  /** Widths of operands, as people read it. */
  String precision();

  /**
   * An ONNX file, or a SCALE-Sim topology (ends in .csv).
   *
   * @param bits of weights and activations of quantized layers; of all layers of a topology, which
   *     says nothing of first, last or shortcut
   * @param residualBits of the residual path
   */
  static SimulatedModel read(Path file, int bits, int residualBits) {
    return read(ModelSource.of(file), BitPlan.uniform(bits, residualBits), HostProcessor.NONE);
  }

  /**
   * The same with the bits of each layer, and with a processor that runs what the accelerator
   * cannot.
   *
   * @param host {@link HostProcessor#NONE} if such operators are an error
   */
  static SimulatedModel read(ModelSource source, BitPlan plan, HostProcessor host) {
    return TopologyFile.isNamedSo(source.file())
        ? topology(source, plan)
        : network(source, plan, host);
  }

  private static Layers topology(ModelSource source, BitPlan plan) {
    if (plan.isMixed()) {
      throw new InvalidInputException(
          source.file()
              + ": found a topology and bits that differ from layer to layer or of weights and"
              + " activations, expected an ONNX file or one width: a topology says nothing of"
              + " parts");
    }
    int bits = plan.inner().weights();
    if (!source.sizes().shapes().isEmpty()) {
      throw new InvalidInputException(
          source.file() + ": --input-shape: found a topology, expected an ONNX file");
    }
    int batch = source.sizes().batch();
    if (batch > 1) {
      throw new InvalidInputException(
          "--batch: found " + batch + ", expected 1: a topology states one image's layers");
    }
    return new Layers(TopologyFile.read(source.file(), bits), bits);
  }

  /** An ONNX file; a quantized one has its own bits. */
  static Onnx network(ModelSource source, BitPlan plan) {
    return network(source, plan, HostProcessor.NONE);
  }

  private static Onnx network(ModelSource source, BitPlan plan, HostProcessor host) {
    if (TopologyFile.isNamedSo(source.file())) {
      throw new InvalidInputException(
          source.file()
              + ": found a topology, expected an ONNX file: layers alone hold no integers");
    }
    QcdqFile read = source.readQuantized();
    if (!host.isPresent()) {
      SupportCheck.requireSupported(read.network());
    }
    SupportCheck.requireWeighted(read.network());
    DeployedNetwork deployed = DeployedNetwork.of(read, plan);
    return deployed.isQuantized()
        ? new Onnx(
            deployed, deployed.quantizedBits(), deployed.residualBits(), host, read.metadata())
        : new Onnx(deployed, plan.inner().weights(), plan.residual(), host, read.metadata());
  }

  /**
   * A network; its precision follows from the part each layer plays.
   *
   * @param metadata of its file
   */
  record Onnx(
      DeployedNetwork deployed,
      int bits,
      int residualBits,
      HostProcessor host,
      Map<String, String> metadata)
      implements SimulatedModel {
    public Onnx {
      metadata = Map.copyOf(metadata);
    }

    /** Layers that are named in one line. */
    private static final int NAMED = 4;

    @Override
    public String name() {
      return deployed.network().name();
    }

    @Override
    public int images() {
      return deployed.network().images();
    }

    @Override
    public boolean statesAll() {
      return deployed.isQuantized() && deployed.unstated().isEmpty();
    }

    @Override
    public NetworkSimulation on(HardwareConfig hardware) {
      Network network = deployed.network();
      return Simulator.simulate(network, deployed.plan(), hardware, network.images(), host);
    }

    @Override
    public Optional<WholeNetwork> backToBack(NetworkSimulation alone) {
      return alone.batch() == 1
          ? Optional.of(Simulator.backToBack(deployed.network(), deployed.plan(), alone))
          : Optional.empty();
    }

    @Override
    public List<UnfusedStep> unfused(NetworkSimulation alone) {
      return UnfusedStep.of(deployed.network(), deployed.plan(), alone);
    }

    @Override
    public String planText(BitPlan asked) {
      Network network = deployed.network();
      return PrecisionPlanFile.text(
          network,
          deployed.isQuantized()
              ? BitPlan.stating(network, deployed.plan().weighted(), deployed.residualBits())
              : asked);
    }

    @Override
    public List<RoleShare> roles(NetworkSimulation alone) {
      return RoleShare.of(deployed.network(), deployed.plan(), alone);
    }

    @Override
    public String precision() {
      String bits = LayerBits.of(deployed.network(), deployed.plan());
      List<String> unstated = deployed.unstated();
      return deployed.isQuantized() && !unstated.isEmpty()
          ? "%s; of %s in float in the file as asked for: %s"
              .formatted(
                  bits,
                  unstated.size() == 1 ? "1 layer" : unstated.size() + " layers",
                  String.join(", ", unstated.subList(0, Math.min(NAMED, unstated.size())))
                      + (unstated.size() > NAMED ? ", ..." : ""))
          : bits;
    }
  }

  /** Layers without a graph. */
  record Layers(Topology topology, int bits) implements SimulatedModel {
    @Override
    public int images() {
      return 1;
    }

    @Override
    public int residualBits() {
      return bits;
    }

    @Override
    public boolean statesAll() {
      return false;
    }

    @Override
    public String name() {
      return topology.name();
    }

    @Override
    public NetworkSimulation on(HardwareConfig hardware) {
      return new NetworkSimulation(
          name(),
          hardware,
          topology.layers().stream().map(l -> Simulator.simulateLayer(l, hardware)).toList());
    }

    @Override
    public Optional<WholeNetwork> backToBack(NetworkSimulation alone) {
      return Optional.empty();
    }

    @Override
    public List<UnfusedStep> unfused(NetworkSimulation alone) {
      return List.of();
    }

    @Override
    public String planText(BitPlan asked) {
      throw new InvalidInputException(
          name() + ": found a topology, expected an ONNX file: a topology says nothing of parts");
    }

    @Override
    public List<RoleShare> roles(NetworkSimulation alone) {
      return List.of();
    }

    @Override
    public String precision() {
      return "every layer of the topology %dx%d".formatted(bits, bits);
    }
  }
}
