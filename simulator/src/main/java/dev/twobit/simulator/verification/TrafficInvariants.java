package dev.twobit.simulator.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.TensorLayouts;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.Operand;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold of the steps of any network: a tensor's bytes are those that each of its readers
 * reads, a step that only moves data writes what it reads, the order of operands that may be
 * swapped changes nothing.
 */
public final class TrafficInvariants {
  private final Network network;
  private final HardwareConfig hardware;
  private final List<LoweredLayer> steps;
  private final TensorLayouts layouts;
  private final Map<String, LoweredLayer> writers = new HashMap<>();
  private final Map<String, Layer> views;
  private final List<String> broken = new ArrayList<>();

  private TrafficInvariants(Network network, PrecisionPlan plan, HardwareConfig hardware) {
    Addressing addressing = Addressing.of(hardware.memory());
    this.network = network;
    this.hardware = hardware;
    this.layouts = TensorLayouts.of(network);
    this.steps = WorkloadLowering.lower(network, plan, addressing);
    this.views =
        WorkloadLowering.elided(network, plan, addressing).stream()
            .collect(Collectors.toMap(Layer::output, l -> l));
    steps.forEach(step -> writers.put(step.outputTensor(), step));
  }

  /** What does not hold of a network on an accelerator, a line each; empty if all does. */
  public static List<String> broken(Network network, PrecisionPlan plan, HardwareConfig hardware) {
    TrafficInvariants invariants = new TrafficInvariants(network, plan, hardware);
    invariants.steps.forEach(invariants::check);
    invariants.swapped(plan);
    return List.copyOf(invariants.broken);
  }

  private void check(LoweredLayer step) {
    if (step.workload() instanceof LayerWorkload.Convolution c) {
      // What is flattened for a fully connected layer keeps its last atoms as they are, and so does
      // a list of any rank.
      boolean flat =
          step.members().get(0).asFullyConnected().isPresent()
              && (network.shape(step.inputTensor()).rank() <= 2 || c.ifmap().positions() == 1);
      if (!flat) {
        expect(step, step.inputTensor(), c.ifmap(), c.inputBits());
      }
      return;
    }
    LayerWorkload.PostProcessing post = (LayerWorkload.PostProcessing) step.workload();
    Layer named = step.members().get(0);
    boolean part = post.operation() == PostOperation.COPY && takesPart(step);
    for (int i = 0; i < post.operands().size(); i++) {
      Operand operand = post.operands().get(i);
      if (!part && named.asTransposedConvolution().isEmpty()) {
        expect(step, step.inputTensors().get(i), operand.map(), operand.bits());
      }
    }
    if (named.asMovement().isPresent()
        && step.members().stream().noneMatch(l -> l.asPad().isPresent())) {
      moves(post);
    }
  }

  /** A chain with a slice in it reads of each tensor what the slice takes. */
  private static boolean takesPart(LoweredLayer step) {
    return step.members().stream().anyMatch(l -> l.asSlice().isPresent());
  }

  private void moves(LayerWorkload.PostProcessing post) {
    long read = post.operands().stream().mapToLong(o -> o.map().elements()).sum();
    if (read != post.ofmap().elements()) {
      broken.add(post.name() + ": reads " + read + " elements, writes " + post.ofmap().elements());
    }
    Set<Integer> widths = post.operands().stream().map(Operand::bits).collect(Collectors.toSet());
    widths.addAll(post.outputBits());
    boolean whole =
        widths.size() == 1
            && post.outputBits().size() == 1
            && whole(post.ofmap(), post.outputBits().get(0))
            && post.operands().stream().allMatch(o -> whole(o.map(), o.bits()));
    long bytes = 0;
    for (Operand operand : post.operands()) {
      bytes += bytes(operand.map(), operand.bits());
    }
    long written = post.outputBits().stream().mapToLong(b -> bytes(post.ofmap(), b)).sum();
    if (whole && bytes != written) {
      broken.add(post.name() + ": reads " + bytes + " bytes, writes " + written);
    }
  }

  private boolean whole(FeatureMap map, int bits) {
    return map.channels() % StoredTensors.elementsPerAtom(bits, hardware.memory()) == 0;
  }

  private long bytes(FeatureMap map, int bits) {
    return StoredTensors.cubeBytes(map, bits, hardware.memory());
  }

  private void expect(LoweredLayer reader, String tensor, FeatureMap map, int bits) {
    long read = bytes(map, bits);
    long there = footprint(tensor, bits);
    if (read != there) {
      broken.add(
          "%s: reads %d bytes of %s at %d bits, of which %d were written"
              .formatted(reader.workload().name(), read, tensor, bits, there));
    }
  }

  /** Bytes of a tensor at one width as its writers wrote it. */
  private long footprint(String tensor, int bits) {
    Layer view = views.get(tensor);
    if (view != null) {
      return ofView(view, bits);
    }
    LoweredLayer writer = writers.get(tensor);
    if (writer == null) {
      return bytes(layouts.map(tensor), bits);
    }
    List<Integer> widths =
        writer.workload() instanceof LayerWorkload.Convolution c
            ? c.outputBits()
            : ((LayerWorkload.PostProcessing) writer.workload()).outputBits();
    if (!widths.contains(bits)) {
      broken.add("%s is read at %d bits, written at %s".formatted(tensor, bits, widths));
    }
    if (writer.workload() instanceof LayerWorkload.Convolution c) {
      return bytes(c.ofmap(), bits);
    }
    return bytes(((LayerWorkload.PostProcessing) writer.workload()).ofmap(), bits);
  }

  private long ofView(Layer view, int bits) {
    if (view.asSlice().isPresent()) {
      return Math.min(footprint(view.input(), bits), bytes(layouts.map(view.output()), bits));
    }
    if (view.asTranspose().isPresent() && isBorder(view)) {
      return bytes(layouts.map(view.output()), bits);
    }
    long sum = 0;
    for (String input : view.inputs()) {
      sum += footprint(input, bits);
    }
    return sum;
  }

  private boolean isBorder(Layer transpose) {
    return network.inputs().contains(transpose.input())
        || network.outputs().contains(transpose.output());
  }

  private void swapped(PrecisionPlan plan) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      boolean commutes = layer.asAdd().isPresent() || layer.asMultiply().isPresent();
      List<String> inputs = new ArrayList<>(layer.inputs());
      Collections.reverse(inputs);
      layers.add(commutes ? layer.rewired(inputs, layer.output()) : layer);
    }
    Network other = network.with(layers, network.shapes(), network.parameters());
    var one = Simulator.simulate(network, plan, hardware);
    var two = Simulator.simulate(other, plan, hardware);
    if (!one.cycles().equals(two.cycles()) || !one.activity().equals(two.activity())) {
      broken.add(
          "operands swapped: %s and %s, expected %s and %s"
              .formatted(two.cycles(), two.activity(), one.cycles(), one.activity()));
    }
  }
}
