package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.experiment.simulation.SimulatedModel;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.precision.BitPlan;
import dev.twobit.results.LayerResult;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.SimulationRun;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.verification.RandomHardware;
import dev.twobit.simulator.verification.RandomNetwork;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code simulate} prints of a network on an accelerator is what its layers have: random
 * networks of one image and of several, on random accelerators with and without a host link.
 */
@Tag("slow")
class StatementsTest {
  private static final int NETWORKS = 40;
  private static final Pattern ENERGY = Pattern.compile("\\b[munp]J\\b");
  private static final Pattern WIDTHS = Pattern.compile("\\b(\\d+)x(\\d+)\\b");
  private static final double ROUNDED = 0.000051;

  @TempDir private Path folder;

  /** A network on an accelerator, and what is printed of it. */
  private record Printed(long seed, Network network, SimulationRun run, String text) {
    /** Numbers of the line that begins so, in order. */
    List<Double> numbers(String start) {
      String line =
          text.lines()
              .filter(l -> l.startsWith(start))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no line '" + start + "' in " + text));
      return StatementsTest.numbers(line);
    }
  }

  private static List<Double> numbers(String text) {
    return Pattern.compile("(?<![\\w.])\\d[\\d,]*(\\.\\d+)?")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(n -> Double.valueOf(n.replace(",", "")))
        .toList();
  }

  private Printed printed(long seed) throws IOException {
    Path file = folder.resolve("n" + seed + ".onnx");
    int images = seed % 4 == 1 ? 3 : 1;
    Network network = RandomNetwork.of(seed);
    OnnxExporter.write(Initializer.initialize(network, 1).withImages(images), file);
    SimulatedModel model =
        SimulatedModel.read(
            ModelSource.of(file),
            BitPlan.uniform(seed % 3 == 0 ? 4 : 2, seed % 2 == 0 ? 8 : 4),
            HostProcessor.NONE);
    NetworkSimulation alone = model.on(hardware(seed));
    SimulationRun layers =
        SimulationRun.of(alone, model.bits(), model.residualBits(), model.precision())
            .with(model.unfused(alone), model.roles(alone));
    SimulationRun run = model.backToBack(alone).map(layers::with).orElse(layers);
    return new Printed(seed, ModelSource.of(file).read(), run, SimulationText.of(run, List.of()));
  }

  private static HardwareConfig hardware(long seed) {
    HardwareConfig drawn = RandomHardware.of(seed);
    HardwareConfig real = HardwareCatalog.load("coral-edge-tpu-w8a8");
    return new HardwareConfig(
        drawn.label(),
        drawn.core(),
        drawn.buffer(),
        drawn.memory(),
        drawn.postProcessor(),
        real.silicon(),
        seed % 3 == 1 ? real.hostLink() : HostLink.NONE,
        List.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsPrintedIsWhatLayersHave(long first) throws IOException {
    for (long seed = first * 1000; seed < first * 1000 + NETWORKS; seed++) {
      Printed p = printed(seed);
      try {
        totalsAreSums(p);
        theHeadlineIsTheWholeInference(p);
        reasonsAreOfTheLayersClocks(p);
        sharesAreOfAllClocks(p);
        widthsAreThoseOfLayers(p);
        energiesAreOfOneUnit(p);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ":\n" + p.text, e);
      }
    }
  }

  private static void totalsAreSums(Printed p) {
    List<String> tables = List.of(p.text.split("\n\n", 3));
    for (String table : tables.subList(0, 2)) {
      List<List<Double>> rows =
          table
              .lines()
              .skip(2)
              .map(line -> Arrays.stream(line.split(" {2,}")).toList())
              .map(cells -> numbers(String.join(" ", cells.subList(1, cells.size()))))
              .toList();
      List<Double> total = rows.get(rows.size() - 1);
      assertThat(rows).hasSize(p.run.simulation().layers().size() + 1);
      if (table.equals(tables.get(1))) {
        for (int column = 0; column < total.size(); column++) {
          int at = column;
          double sum =
              rows.subList(0, rows.size() - 1).stream().mapToDouble(row -> row.get(at)).sum();
          assertThat(sum).isEqualTo(total.get(column), within(0.0006 * rows.size()));
        }
      }
    }
  }

  private static void theHeadlineIsTheWholeInference(Printed p) {
    SimulationResult alone = p.run.simulation();
    List<Double> latency = p.numbers("latency ");
    double whole = alone.latencyMilliseconds() + p.run.hostLink().totalMilliseconds();
    assertThat(latency.get(0)).isEqualTo(whole, within(ROUNDED));
    assertThat(latency.get(latency.size() - 1))
        .isEqualTo(1e3 * p.run.batch() / whole, within(0.051));
    assertThat(p.text).contains("(%,d cycles)".formatted(alone.latencyCycles()));
    if (p.run.batch() > 1) {
      assertThat(latency).contains((double) p.run.batch());
    }
    boolean link = p.run.hardware().hostLink().isPresent();
    assertThat(p.text.contains("host link")).isEqualTo(link);
    if (link) {
      assertThat(p.numbers("          accelerator ").get(0))
          .isEqualTo(alone.latencyMilliseconds(), within(ROUNDED));
      assertThat(p.numbers("          host link ").get(0))
          .isEqualTo(p.run.hostLink().totalMilliseconds(), within(ROUNDED));
    }
  }

  /** What most clocks of a layer go to, of its clocks. */
  private static void reasonsAreOfTheLayersClocks(Printed p) {
    String text = p.text.replaceAll("\\s+", " ");
    for (LayerResult layer : p.run.simulation().slowest(3)) {
      String reason = layer.bottleneck().orElseThrow().reason();
      assertThat(text).contains(reason);
      Matcher of = Pattern.compile("([\\d,]+) of ([\\d,]+) clocks").matcher(reason);
      assertThat(of.find()).as(reason).isTrue();
      Matcher each = Pattern.compile("each of (\\d+) images").matcher(reason);
      long runs = each.find() ? Long.parseLong(each.group(1)) : 1;
      assertThat(runs * whole(of.group(2))).isEqualTo(layer.latencyCycles());
      assertThat(runs * whole(of.group(1)))
          .isEqualTo(layer.bottleneck().orElseThrow().cycles())
          .isEqualTo(largest(layer));
    }
  }

  private static long largest(LayerResult layer) {
    return java.util.stream.LongStream.of(
            layer.cycles().macActive(),
            layer.cycles().fillDrain(),
            layer.cycles().outputBound(),
            layer.cycles().load(),
            layer.cycles().memoryStall())
        .max()
        .orElseThrow();
  }

  private static long whole(String number) {
    return Long.parseLong(number.replace(",", ""));
  }

  private static void sharesAreOfAllClocks(Printed p) {
    SimulationResult simulation = p.run.simulation();
    for (LayerResult layer : simulation.slowest(3)) {
      assertThat(p.text)
          .contains(
              String.format(
                  Locale.ROOT,
                  "%5.1f %%  %s",
                  100.0 * layer.latencyCycles() / simulation.latencyCycles(),
                  layer.name()));
    }
    if (!p.run.unfused().isEmpty()) {
      List<Double> steps = p.numbers("not done in passing");
      assertThat(steps.get(0)).isEqualTo(p.run.unfused().size());
      long clocks = p.run.unfused().stream().mapToLong(s -> s.latencyCycles()).sum();
      assertThat(steps.get(1))
          .isEqualTo(100.0 * clocks / simulation.latencyCycles(), within(0.051));
      p.run.unfused().forEach(s -> assertThat(s.reason()).isNotBlank().doesNotEndWith(": "));
    }
  }

  /**
   * Every width that is said is some layer's, every layer's is said; so are parts and residuals.
   */
  private static void widthsAreThoseOfLayers(Printed p) {
    String line = p.text.lines().filter(l -> l.startsWith("precision ")).findFirst().orElseThrow();
    Set<String> said =
        WIDTHS
            .matcher(line)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> had = new TreeSet<>();
    for (LayerResult layer : p.run.simulation().layers()) {
      if (layer.macs() > 0) {
        had.add(layer.precision());
      }
    }
    assertThat(said).isEqualTo(had);
    List<Role> roles = new ArrayList<>(ConvolutionRoles.of(p.network).values());
    for (Role role : List.of(Role.FIRST, Role.LAST, Role.SHORTCUT)) {
      if (line.contains(role.name().toLowerCase(Locale.ROOT))) {
        assertThat(roles).contains(role);
      } else {
        assertThat(line.contains("quantized layers") && roles.contains(role)).isFalse();
      }
    }
    assertThat(line.contains("residual path"))
        .isEqualTo(p.network.layers().stream().anyMatch(Layer.Add.class::isInstance));
  }

  private static void energiesAreOfOneUnit(Printed p) {
    assertThat(ENERGY.matcher(p.text).results().map(MatchResult::group).distinct()).hasSize(1);
  }
}
