package dev.twobit.simulator.validation;

import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Energy of a ResNet-50 frame that NVIDIA publishes of NVDLA sizes at 16 nm (average power over
 * frames a second, without external memory; nvdla.org primer), against counts times 45 nm energies
 * times a published factor, and one constant: what clocks, sequencers and idle registers take all
 * the time, on each square millimetre of logic. The constant is that of {@value
 * PublishedSilicon#FITTED_MACS} MACs; the other sizes are predictions.
 *
 * @param scaling of the points; other factors are in {@code trials}
 * @param milliwattsPerSquareMillimetre the constant, at 16 nm and 1 GHz
 * @param report of the points that the constant is not of
 * @param trials other factors and other meanings of the constant, on the sizes that come with
 *     twobit
 * @param fittedMacs sizes of {@link SiliconTrial#worstByFittedPoint}
 * @param leakage what leaving out the leakage of buffers amounts to
 * @param shareOfPeak of the points that come with twobit
 */
public record NvdlaEnergyValidation(
    NodeScaling scaling,
    double milliwattsPerSquareMillimetre,
    List<Point> points,
    ValidationReport report,
    List<SiliconTrial> trials,
    List<Integer> fittedMacs,
    BufferLeakage leakage,
    ShareOfPeak shareOfPeak) {
  private static final List<String> COLUMNS =
      List.of("macs", "cbuf_kb", "dram_gbps", "fps_published", "area16_mm2", "avg_mw_16nm");

  private static final double MILLIJOULES = 1e-9;

  public NvdlaEnergyValidation {
    points = List.copyOf(points);
    trials = List.copyOf(trials);
    fittedMacs = List.copyOf(fittedMacs);
  }

  /**
   * One size, millijoules a frame at 16 nm.
   *
   * @param line in the file
   * @param unscaledMillijoules what {@code simulate} says: 45 nm, no constant, no external memory
   * @param clocks the constant times logic and time
   * @param fitted the constant is of it
   * @param errorPercent signed: above 0 is more than published
   */
  public record Point(
      int line,
      int macs,
      double publishedMillijoules,
      double unscaledMillijoules,
      Parts counted,
      double clocks,
      boolean fitted,
      double errorPercent) {
    public double predictedMillijoules() {
      return counted.sum() + clocks;
    }
  }

  /** What is counted, millijoules a frame at 16 nm. */
  public record Parts(double macs, double buffer, double postProcessor, double leakage) {
    public double sum() {
      return macs + buffer + postProcessor + leakage;
    }
  }

  /**
   * Bounds of the leakage of buffers, which no hardware file has.
   *
   * @param mostMilliwattsPerKibibyte at 16 nm: the least published average power of a core, over
   *     its buffer
   * @param ofMacs size of that core
   * @param cactiMilliwattsPerKibibyte of the source of the buffers' energies, high-performance 45
   *     nm
   */
  public record BufferLeakage(
      double mostMilliwattsPerKibibyte, int ofMacs, double cactiMilliwattsPerKibibyte) {}

  /** Published average power over published peak power. */
  public record ShareOfPeak(double least, double most) {}

  /** A frame of one size. */
  private record Frame(
      NvdlaSilicon silicon, double published, EnergyBreakdown energy, double seconds) {
    static Frame of(Row row) {
      NvdlaSilicon silicon = NvdlaSilicon.of(row);
      double published = row.positive("avg_mw_16nm") / row.positive("fps_published");
      NetworkSimulation frame = silicon.resNet50();
      return new Frame(silicon, published, frame.energy(), frame.latencyMilliseconds() * 1e-3);
    }

    double unscaled() {
      return energy.totalPicojoules() * MILLIJOULES;
    }

    /** Published core less the buffer, square millimetres at 16 nm. */
    double logic(NodeScaling scaling) {
      Row row = silicon.row();
      double logic = core() - bufferSquareMillimetres() * scaling.area16();
      if (logic <= 0) {
        throw row.error("area16_mm2", "expected more than the buffer alone takes");
      }
      return logic;
    }

    double core() {
      return silicon.row().positive("area16_mm2");
    }

    private double bufferSquareMillimetres() {
      return silicon.hardware().buffer().capacityBytes()
          * silicon.hardware().area().bufferSquareMicrometresPerByte()
          * 1e-6;
    }
  }

  public static NvdlaEnergyValidation run(Path csv) {
    return compare(CsvRows.read(csv, COLUMNS));
  }

  /** The seven rows that come with twobit. */
  public static NvdlaEnergyValidation shipped() {
    return compare(shippedRows());
  }

  private static List<Row> shippedRows() {
    return CsvRows.shipped(PublishedSilicon.ROWS, COLUMNS);
  }

  private static NvdlaEnergyValidation compare(List<Row> rows) {
    List<Frame> known = shippedRows().stream().map(Frame::of).toList();
    List<NodeScaling> scalings = NodeScaling.all();
    NodeScaling scaling = scalings.get(0);
    int on = PublishedSilicon.fitted(known.stream().map(Frame::silicon).toList());
    List<Double> given = known.stream().map(Frame::published).toList();
    double constant = model(known, scaling, f -> f.logic(scaling) * f.seconds()).fitted(given, on);
    List<Point> points = rows.stream().map(row -> point(Frame.of(row), scaling, constant)).toList();
    List<SiliconTrial> trials = new ArrayList<>();
    for (NodeScaling s : scalings) {
      trials.add(
          SiliconTrial.of(
              s, "mW per mm2 of logic", model(known, s, f -> f.logic(s) * f.seconds()), given, on));
    }
    trials.add(
        SiliconTrial.of(
            scaling,
            "the same, nothing else counted",
            nothingCounted(known, f -> f.logic(scaling) * f.seconds()),
            given,
            on));
    trials.add(
        SiliconTrial.of(
            scaling,
            "the same, buffers free",
            buffersFree(known, scaling, f -> f.logic(scaling) * f.seconds()),
            given,
            on));
    forms(scaling)
        .forEach(
            form ->
                trials.add(
                    SiliconTrial.of(
                        scaling, form.name(), model(known, scaling, form.amount()), given, on)));
    return new NvdlaEnergyValidation(
        scaling,
        constant,
        points,
        report(points),
        trials,
        known.stream().map(f -> f.silicon().size().macs()).toList(),
        leakage(known),
        publishedShareOfPeak());
  }

  /** Another meaning of the constant. */
  private record Form(String name, ToDoubleFunction<Frame> amount) {}

  private static List<Form> forms(NodeScaling scaling) {
    return List.of(
        new Form("mW per mm2 of core", f -> f.core() * f.seconds()),
        new Form("mW a core", Frame::seconds),
        new Form("mW per MAC", f -> f.silicon().size().macs() * f.seconds()),
        new Form("times what is counted", f -> scaling.energy() * f.unscaled()));
  }

  private static OneConstant model(
      List<Frame> frames, NodeScaling scaling, ToDoubleFunction<Frame> amount) {
    return new OneConstant(
        frames.stream().map(f -> parts(f.energy(), scaling).sum()).toList(),
        frames.stream().map(amount::applyAsDouble).toList());
  }

  /** Another control: the source of buffers' energies is the least certain. */
  private static OneConstant buffersFree(
      List<Frame> frames, NodeScaling scaling, ToDoubleFunction<Frame> amount) {
    return new OneConstant(
        frames.stream()
            .map(f -> parts(f.energy(), scaling))
            .map(parts -> parts.sum() - parts.buffer())
            .toList(),
        frames.stream().map(amount::applyAsDouble).toList());
  }

  /** The control: what the constant alone would say. */
  private static OneConstant nothingCounted(List<Frame> frames, ToDoubleFunction<Frame> amount) {
    return new OneConstant(
        frames.stream().map(f -> 0.0).toList(),
        frames.stream().map(amount::applyAsDouble).toList());
  }

  private static Point point(Frame frame, NodeScaling scaling, double constant) {
    Row row = frame.silicon().row();
    Parts counted = parts(frame.energy(), scaling);
    double clocks = constant * frame.logic(scaling) * frame.seconds();
    return new Point(
        row.line(),
        frame.silicon().size().macs(),
        frame.published(),
        frame.unscaled(),
        counted,
        clocks,
        PublishedSilicon.isFitted(row, "avg_mw_16nm"),
        100 * (counted.sum() + clocks - frame.published()) / frame.published());
  }

  private static Parts parts(EnergyBreakdown energy, NodeScaling scaling) {
    double factor = scaling.energy() * MILLIJOULES;
    return new Parts(
        factor * energy.macPicojoules(),
        factor * energy.sramPicojoules(),
        factor * energy.postProcessorPicojoules(),
        factor * energy.leakagePicojoules());
  }

  private static ValidationReport report(List<Point> points) {
    List<Point> predictions = points.stream().filter(p -> !p.fitted()).toList();
    List<Comparison> comparisons =
        (predictions.isEmpty() ? points : predictions)
            .stream()
                .map(
                    p ->
                        new Comparison(
                            p.macs() + " MACs",
                            p.line(),
                            "mJ a frame",
                            p.publishedMillijoules(),
                            p.predictedMillijoules()))
                .toList();
    return ValidationReport.of(comparisons);
  }

  private static BufferLeakage leakage(List<Frame> frames) {
    Frame least = frames.get(0);
    for (Frame f : frames) {
      if (milliwattsPerKibibyte(f) < milliwattsPerKibibyte(least)) {
        least = f;
      }
    }
    int bank = least.silicon().hardware().buffer().bankBytes();
    return new BufferLeakage(
        milliwattsPerKibibyte(least),
        least.silicon().size().macs(),
        SramRow.ofBank(bank).leakageMilliwattsPerKibibyte());
  }

  private static double milliwattsPerKibibyte(Frame frame) {
    Row row = frame.silicon().row();
    return row.positive("avg_mw_16nm") / row.positive("cbuf_kb");
  }

  private static ShareOfPeak publishedShareOfPeak() {
    double[] shares =
        CsvRows.shipped(PublishedSilicon.ROWS, List.of("avg_mw_16nm", "peak_mw_16nm")).stream()
            .mapToDouble(r -> r.positive("avg_mw_16nm") / r.positive("peak_mw_16nm"))
            .sorted()
            .toArray();
    return new ShareOfPeak(shares[0], shares[shares.length - 1]);
  }
}
