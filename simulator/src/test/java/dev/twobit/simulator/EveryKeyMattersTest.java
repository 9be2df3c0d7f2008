package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.DotProductChain;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each key that the schema lets a hardware file have moves some figure on some accelerator: a key
 * that nothing reads fails here, and so does a new one before it is modelled.
 */
@Tag("slow")
class EveryKeyMattersTest {
  /** What says who, not what; and the style, which decides on the keys themselves. */
  private static final Set<String> NAMES =
      Set.of("extends", "name", "description", "sources", "array.style", "energy.node");

  private static final Network NETWORK = SimulatorTest.block();
  private static final Network PRUNED = WeightCompressionTest.SPARSE;
  private static final List<LayerWorkload> LAYERS =
      List.of(
          Layers.convolution(8, 16, 16, 1, 2),
          Layers.convolution(64, 64, 40, 3, 8),
          Layers.image(3, 16, 12, 8),
          Layers.column(64, 8, 64, 8),
          Layers.depthwise(24, 8, 2),
          Layers.pooling(24, 8, 8),
          Layers.add(24, 8, 8));

  private static final Convolution INPUT_BOUND = Layers.convolution(16, 8, 16, 1, 8);
  private static final Convolution FILLS_BANKS = Layers.convolution(64, 8, 64, 1, 8);

  static Stream<String> keys() {
    List<String> keys = new ArrayList<>();
    JsonNode schema = EditedHardware.schema();
    schema.get("properties").properties().forEach(p -> collect(p.getKey(), p.getValue(), keys));
    schema.get("$defs").forEach(style -> collect("array", style, keys));
    return keys.stream().distinct().filter(k -> !NAMES.contains(k));
  }

  private static void collect(String key, JsonNode rule, List<String> keys) {
    JsonNode properties = rule.path("properties");
    if (properties.isMissingNode() || properties.has("value")) {
      keys.add(key);
    } else {
      properties.properties().forEach(p -> collect(key + "." + p.getKey(), p.getValue(), keys));
    }
  }

  @Test
  void keysOfEverySectionAreThere() {
    assertThat(keys())
        .hasSizeGreaterThan(40)
        .contains(
            "clockMegahertz",
            "array.atomicChannels",
            "array.dataflow",
            "precision.composition",
            "buffer.banks",
            "memory.cyclesPerBeat",
            "postProcessor.poolingElementsPerCycle",
            "energy.macPicojoules",
            "area.equalSiliconAs");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void movesAFigure(String key) {
    assertThat(moved(key)).as("no other value of '%s' moves any figure", key).isPresent();
  }

  /** The control: the figures do not hold the file itself. */
  @Test
  void aDescriptionMovesNothing() {
    assertThat(moved("description")).isEmpty();
    assertThat(moved("name")).isEmpty();
  }

  /** Accelerator and value with which some figure is another. */
  private static Optional<String> moved(String key) {
    for (String name : HardwareCatalog.names()) {
      String before = figures(EditedHardware.load(tree(name, key)));
      for (JsonNode value : others(key, tree(name, key))) {
        ObjectNode edited = tree(name, key);
        EditedHardware.set(edited, key, value);
        try {
          if (!figures(EditedHardware.load(edited)).equals(before)) {
            return Optional.of(name + " with " + value);
          }
        } catch (InvalidInputException e) {
          // Out of the key's range: another value will do.
        }
      }
    }
    return Optional.empty();
  }

  /** An accelerator, with a DRAM behind its port where one of its keys is asked for. */
  private static ObjectNode tree(String name, String key) {
    ObjectNode tree = EditedHardware.tree(name);
    if (key.startsWith("memory.dram.")) {
      ObjectNode dram = tree.withObject("/memory/dram");
      dram.putObject("part").put("value", "ddr4-2400").put("source", "choice");
      dram.putObject("busBits").put("value", 8).put("source", "choice");
    }
    return tree;
  }

  /** Values that a key could have instead, none if the accelerator has no such key. */
  private static List<JsonNode> others(String key, ObjectNode tree) {
    JsonNode given = tree.at("/" + key.replace('.', '/'));
    int dot = key.lastIndexOf('.');
    if (dot > 0 && tree.at("/" + key.substring(0, dot).replace('.', '/')).isMissingNode()) {
      return List.of();
    }
    JsonNode figure = EditedHardware.schema().at("/properties/" + key.replace(".", "/properties/"));
    if (given.isMissingNode() && figure.at("/properties/value/type").asText().equals("number")) {
      String source = tree.get("sources").fieldNames().next();
      return List.of(tree.objectNode().put("value", 1).put("source", source));
    }
    JsonNode value = given.path("value").isMissingNode() ? given : given.get("value");
    if (value.isBoolean()) {
      return List.of(BooleanNode.valueOf(!value.asBoolean()));
    }
    if (value.isInt()) {
      return List.of(
          IntNode.valueOf(2 * value.asInt()),
          IntNode.valueOf(value.asInt() / 2),
          IntNode.valueOf(value.asInt() + 1),
          IntNode.valueOf(1),
          IntNode.valueOf(value.asInt() + 512));
    }
    if (value.isNumber()) {
      return List.of(DoubleNode.valueOf(2 * value.asDouble()));
    }
    List<JsonNode> others = new ArrayList<>();
    JsonNode rule = EditedHardware.schema().at("/properties/" + key.replace(".", "/properties/"));
    if (key.startsWith("array.")) {
      rule = EditedHardware.schema().at("/$defs/systolic/properties/" + key.substring(6));
    }
    (rule.has("enum") ? rule : rule.at("/properties/value")).path("enum").forEach(others::add);
    HardwareCatalog.names().forEach(n -> others.add(TextNode.valueOf(n)));
    return others;
  }

  /** Layers that do not wait for each other: inputs of any length, and in the end another split. */
  private static List<LaunchTimes> chained(HardwareConfig hardware) {
    List<Launch> launches = new ArrayList<>();
    if (hardware.array() instanceof ArrayConfig.DotProduct) {
      for (Convolution c : List.of(INPUT_BOUND, FILLS_BANKS, FILLS_BANKS)) {
        Tiling tiling = EventEngine.tiling(c, hardware);
        launches.addAll(Launch.of(c, tiling, hardware.buffer(), false));
      }
      int banks = hardware.buffer().banks();
      Tiling tiling = EventEngine.tiling(INPUT_BOUND, hardware);
      launches.addAll(Launch.of(INPUT_BOUND, tiling, new BankSplit(banks - 2, 2), false));
    }
    return launches.isEmpty() ? List.of() : DotProductChain.run(launches, hardware);
  }

  private static String figures(HardwareConfig hardware) {
    NetworkSimulation network =
        Simulator.simulate(NETWORK, PrecisionPlan.uniform(NETWORK, 2, 8), hardware);
    StringBuilder figures = new StringBuilder();
    figures.append(network.layers()).append(network.latencyCycles());
    figures.append(network.latencyMilliseconds()).append(network.energyMillijoules());
    figures.append(network.accumulatorOverflows()).append(network.hostLink());
    WholeNetwork whole =
        Simulator.backToBack(NETWORK, PrecisionPlan.uniform(NETWORK, 2, 8), network);
    figures.append(
        Simulator.simulate(PRUNED, PrecisionPlan.uniform(PRUNED, 8, 8), hardware).cycles());
    figures.append(whole.latencyCycles()).append(whole.dramBytes());
    LAYERS.forEach(l -> figures.append(Simulator.simulateLayer(l, hardware)));
    figures.append(chained(hardware));
    figures.append(SiliconArea.of(hardware));
    SiliconComparison.ofSibling(hardware)
        .ifPresent(c -> figures.append(c.areaAgainst()).append(c.wholeCoreAreaRatio()));
    return figures.toString();
  }
}
