package dev.twobit.simulator.validation;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Latencies that Coral publishes of its USB accelerator against the array, the link and one host
 * constant, which is taken from {@value #CALIBRATION} alone; that network's row is shown and not
 * scored.
 *
 * @param networks in the order of the rows
 * @param report of the scored rows
 * @param constantAloneErrorPercent mean error of the host constant as every network's latency
 * @param sameLatencyErrorPercent mean error of {@value #CALIBRATION}'s latency as every network's
 * @param leftOut networks of rows that twobit does not build
 */
public record EdgeTpuValidation(
    List<NetworkLatency> networks,
    ValidationReport report,
    double constantAloneErrorPercent,
    double sameLatencyErrorPercent,
    List<String> leftOut) {
  private static final List<String> COLUMNS =
      List.of("model", "input_px", "desktop_usb3_edgetpu_ms");

  private static final String HARDWARE = "coral-edge-tpu-w8a8";
  private static final String CALIBRATION = "SqueezeNet";
  private static final int LARGEST_IMAGE = 4096;

  /** Coral's names; its Keras ResNet-50 V1 has the stride in the first 1x1 convolution. */
  private static final Map<String, Model> MODELS =
      Map.of(
          CALIBRATION,
          Model.SQUEEZENET,
          "MobileNet v1",
          Model.MOBILENET_V1,
          "MobileNet v2",
          Model.MOBILENET_V2,
          "Inception v1",
          Model.INCEPTION_V1,
          "ResNet-50 V1",
          Model.RESNET50_V1,
          "VGG16",
          Model.VGG16_224);

  public EdgeTpuValidation {
    networks = List.copyOf(networks);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * One network; the four parts add up to the total.
   *
   * @param line in the file
   * @param weightsFit all weights stay on chip
   * @param calibration the host constant is taken from it
   * @param errorPercent signed: above 0 is slower than published
   */
  public record NetworkLatency(
      int line,
      String network,
      int inputPixels,
      boolean weightsFit,
      boolean calibration,
      double publishedMilliseconds,
      double arrayMilliseconds,
      double transferMilliseconds,
      double streamMilliseconds,
      double hostMilliseconds,
      double totalMilliseconds,
      double errorPercent) {}

  public static EdgeTpuValidation run(Path csv) {
    return compare(CsvRows.read(csv, COLUMNS));
  }

  /** The six rows that come with twobit. */
  public static EdgeTpuValidation shipped() {
    return compare(CsvRows.shipped("edge-tpu.csv", COLUMNS));
  }

  private static EdgeTpuValidation compare(List<Row> rows) {
    HardwareConfig hardware = HardwareCatalog.load(HARDWARE);
    List<NetworkLatency> networks =
        rows.stream()
            .filter(row -> MODELS.containsKey(row.text("model")))
            .map(row -> latency(row, hardware))
            .toList();
    List<NetworkLatency> scored = networks.stream().filter(n -> !n.calibration()).toList();
    if (scored.isEmpty()) {
      throw new InvalidInputException(
          rows.get(0).file()
              + ": found no row to score; expected one of column 'model' "
              + MODELS.keySet().stream().filter(m -> !m.equals(CALIBRATION)).sorted().toList());
    }
    double same = simulate(Model.SQUEEZENET, 224, hardware).inferenceMilliseconds();
    double constant = hardware.hostLink().hostMicroseconds() * 1e-3;
    return new EdgeTpuValidation(
        networks,
        ValidationReport.of(scored.stream().map(EdgeTpuValidation::comparison).toList()),
        meanErrorPercent(scored, constant),
        meanErrorPercent(scored, same),
        rows.stream().map(r -> r.text("model")).filter(m -> !MODELS.containsKey(m)).toList());
  }

  private static NetworkLatency latency(Row row, HardwareConfig hardware) {
    String name = row.text("model");
    int pixels = row.atLeast(1, "input_px");
    if (pixels > LARGEST_IMAGE) {
      throw row.error("input_px", "expected at most " + LARGEST_IMAGE);
    }
    double published = row.positive("desktop_usb3_edgetpu_ms");
    NetworkSimulation simulation = simulate(modelOf(name), pixels, hardware);
    double total = simulation.inferenceMilliseconds();
    return new NetworkLatency(
        row.line(),
        name,
        pixels,
        simulation.hostLink().streamedWeightBytes() == 0,
        name.equals(CALIBRATION),
        published,
        simulation.latencyMilliseconds(),
        simulation.hostLink().transferMilliseconds(),
        simulation.hostLink().streamMilliseconds(),
        simulation.hostLink().hostMilliseconds(),
        total,
        100 * (total - published) / published);
  }

  private static Model modelOf(String name) {
    Model model = MODELS.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no network " + name);
    }
    return model;
  }

  private static NetworkSimulation simulate(Model model, int pixels, HardwareConfig hardware) {
    Network network = ModelZoo.architecture(model, pixels);
    return Simulator.simulate(network, PrecisionPlan.uniform(network, 8, 8), hardware);
  }

  private static Comparison comparison(NetworkLatency n) {
    return new Comparison(
        n.network() + " at " + n.inputPixels() + " px",
        n.line(),
        "milliseconds",
        n.publishedMilliseconds(),
        n.totalMilliseconds());
  }

  private static double meanErrorPercent(List<NetworkLatency> networks, double milliseconds) {
    return networks.stream()
        .mapToDouble(
            n ->
                100
                    * Math.abs(milliseconds - n.publishedMilliseconds())
                    / n.publishedMilliseconds())
        .average()
        .orElseThrow();
  }
}
