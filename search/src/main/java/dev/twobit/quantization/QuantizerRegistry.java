package dev.twobit.quantization;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.quantization.QuantizerDescription.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Quantizers by name: where a new one is entered. */
public final class QuantizerRegistry {
  private static final String WEIGHTS = "weights";
  private static final String ACTIVATIONS = "activations";
  private static final String RESIDUAL = "residual";
  private static final String DATA = "data";

  private static final String LSQ_LEVELS = "0 1 2 3 x step, or -2 -1 0 1";

  private static final Parameter STEP_START =
      new Parameter("init", "error, mean", "error", "least squared error, or the paper's start");

  private static final Parameter NORMALIZE =
      new Parameter(
          "normalize",
          "none, std, mean-std",
          "none",
          "divide by the deviation first, or take the mean away too");

  private static final Parameter FEATURES =
      new Parameter("features", "sample, batch", "sample", "N of the step's gradient scale");

  private static final QuantizerDescription RESIDUAL_LSQ =
      new QuantizerDescription(
          "lsq",
          RESIDUAL,
          2,
          8,
          List.of(),
          LSQ_LEVELS,
          List.of(FEATURES, STEP_START),
          "Esser et al. 2020, arXiv 1902.08153");

  private record Entry<Q>(QuantizerDescription description, Function<ChoiceReader, Q> factory) {}

  private static final List<Entry<RoundedWeights>> WEIGHT_QUANTIZERS =
      List.of(
          new Entry<>(
              weights(
                  "dorefa",
                  "-1 -1/3 1/3 1",
                  "Zhou et al. 2016, arXiv 1606.06160",
                  new Parameter(
                      "normalize",
                      "none, std",
                      "none",
                      "divide by the deviation first (2 to 8 bits)")),
              QuantizerRegistry::doReFa),
          new Entry<>(
              weights(
                  "sawb",
                  "-1 -1/3 1/3 1 x alpha",
                  "Choi et al. 2018, arXiv 1807.06964",
                  new Parameter("plus", "true, false", "false", "pass the gradient of all weights"),
                  new Parameter("zero", "true, false", "false", "levels with a zero (2, 4 bits)")),
              QuantizerRegistry::sawb),
          new Entry<>(
              weights(
                  "lsq",
                  "-2 -1 0 1 x step",
                  "Esser et al. 2020, arXiv 1902.08153",
                  STEP_START,
                  NORMALIZE),
              c -> normalized(c, new LsqWeights(c.bits(), start(c)))),
          new Entry<>(
              weights(
                  "qil",
                  "-1 0 1",
                  "Jung et al. 2019, arXiv 1808.05779",
                  new Parameter("gamma", "learned, 0.1 to 10", "learned", "power of the line"),
                  NORMALIZE),
              c ->
                  normalized(c, new QilWeights(c.bits(), c.numberOr("learned", "gamma", 0.1, 10)))),
          new Entry<>(
              weights("wrpn", "-1 0 1", "Mishra 2018, arXiv 1709.01134", NORMALIZE),
              c -> normalized(c, new Wrpn(c.bits()))),
          new Entry<>(
              new QuantizerDescription(
                  "apot",
                  WEIGHTS,
                  2,
                  8,
                  Apot.WITHOUT_BITS,
                  "-1 0 1 x alpha",
                  List.of(
                      new Parameter(
                          "init", "error, 0.001 to 100", "error", "alpha to start from (paper: 3)"),
                      new Parameter(
                          NORMALIZE.key(), NORMALIZE.values(), "mean-std", NORMALIZE.meaning())),
                  "Li et al. 2020, arXiv 1909.13144"),
              QuantizerRegistry::apot),
          new Entry<>(
              weights(
                  "gaussian", "-1.494 -0.498 0.498 1.494 x std", "EdMIPS 2020, arXiv 2004.05795"),
              c -> new GaussianWeights(c.bits())));

  private static final List<Entry<ActivationQuantizer>> ACTIVATION_QUANTIZERS =
      List.of(
          new Entry<>(
              activations(
                  "pact",
                  "0 1/3 2/3 1 x alpha, or -1 -1/2 0 1/2",
                  "Choi et al. 2018, arXiv 1805.06085",
                  new Parameter(
                      "init", "data, 0.001 to 1000", DATA, "alpha to start from (paper: 8)")),
              c -> pact(c, false)),
          new Entry<>(
              activations("dorefa", "0 1/3 2/3 1", "Zhou et al. 2016, arXiv 1606.06160"),
              c -> FixedStep.unitClip("dorefa", c.bits())),
          new Entry<>(
              activations(
                  "lsq", LSQ_LEVELS, "Esser et al. 2020, arXiv 1902.08153", FEATURES, STEP_START),
              c -> lsq(c, false)),
          new Entry<>(
              new QuantizerDescription(
                  "lsqplus",
                  ACTIVATIONS,
                  2,
                  8,
                  List.of(),
                  "-1 0 1 2 x step",
                  List.of(),
                  "Bhalgat et al. 2020, arXiv 2004.09576"),
              c -> new LsqPlusActivations(c.bits())),
          new Entry<>(
              new QuantizerDescription(
                  "n2uq",
                  ACTIVATIONS,
                  1,
                  2,
                  List.of(),
                  "0 1 2 3 x scale",
                  List.of(),
                  "Liu et al. 2022, arXiv 2111.14826"),
              c -> new N2uqActivations(c.bits())),
          new Entry<>(
              activations("qil", "0 1/3 2/3 1", "Jung et al. 2019, arXiv 1808.05779"),
              c -> new QilActivations(c.bits())),
          new Entry<>(
              activations("wrpn", "0 1/3 2/3 1", "Mishra 2018, arXiv 1709.01134"),
              c -> FixedStep.unitClip("wrpn", c.bits())),
          new Entry<>(
              activations(
                  "hwgq",
                  "0 0.538 1.076 1.614",
                  "Cai et al. 2017, arXiv 1702.00953",
                  new Parameter(
                      "step", "table, 0.001 to 10", "table", "table: steps of 1 to 4 bits")),
              QuantizerRegistry::halfWave));

  /** Those of the above that have codes below zero as well, from two bits on. */
  private static final Map<String, Function<ChoiceReader, ActivationQuantizer>> SIGNED =
      new TreeMap<>(
          Map.of(
              "lsq",
              c -> lsq(c, true),
              "lsqplus",
              c -> new LsqPlusActivations(c.bits()),
              "pact",
              c -> pact(c, true)));

  private QuantizerRegistry() {}

  /**
   * One layer's weight quantizer, empty for {@code none}. Holds leaf tensors: call outside of a
   * step's pointer scope.
   */
  public static Optional<WeightQuantizer> weights(QuantizerChoice choice) {
    return create(choice, WEIGHTS, WEIGHT_QUANTIZERS, EwgsWeights::new).map(q -> q);
  }

  /** One layer's input quantizer, empty for {@code none}; as {@link #weights}. */
  public static Optional<ActivationQuantizer> activations(QuantizerChoice choice) {
    return create(choice, ACTIVATIONS, ACTIVATION_QUANTIZERS, EwgsActivations::new);
  }

  /**
   * As {@link #activations(QuantizerChoice)}, of a tensor that may have values below zero: what has
   * no codes for them is refused.
   */
  public static Optional<ActivationQuantizer> signedActivations(QuantizerChoice choice) {
    return create(
        choice,
        ACTIVATIONS,
        ACTIVATION_QUANTIZERS.stream()
            .map(e -> new Entry<ActivationQuantizer>(e.description, c -> signed(c, e.description)))
            .toList(),
        EwgsActivations::new);
  }

  private static ActivationQuantizer signed(ChoiceReader c, QuantizerDescription quantizer) {
    Function<ChoiceReader, ActivationQuantizer> factory = SIGNED.get(quantizer.name());
    if (factory == null) {
      throw c.wrong("no codes below zero", String.join(" or ", SIGNED.keySet()));
    }
    if (c.bits() == 1) {
      throw c.wrong("bits=1", "2 to 8 for codes below zero");
    }
    return factory.apply(c);
  }

  /**
   * What an Add or an average pooling reads of one tensor, empty for {@code none}: {@code lsq}; as
   * {@link #weights}.
   *
   * @param signed the tensor may have values below zero
   */
  public static Optional<ActivationQuantizer> residual(QuantizerChoice choice, boolean signed) {
    return create(
        choice,
        RESIDUAL,
        List.of(new Entry<>(RESIDUAL_LSQ, c -> lsq(c, signed))),
        EwgsActivations::new);
  }

  /** Whether the activation quantizer's parameters are to be set from the first batch. */
  public static boolean startsFromData(QuantizerChoice activations) {
    return switch (activations.name()) {
      case "lsq", "lsqplus", "n2uq", "qil" -> true;
      case "pact" -> DATA.equals(activations.parameters().get("init"));
      default -> false;
    };
  }

  /** All of them: of weights, of activations, of the residual path. */
  public static List<QuantizerDescription> descriptions() {
    List<QuantizerDescription> all = new ArrayList<>();
    WEIGHT_QUANTIZERS.forEach(e -> all.add(e.description));
    ACTIVATION_QUANTIZERS.forEach(e -> all.add(e.description));
    all.add(RESIDUAL_LSQ);
    return all;
  }

  private static <Q> Optional<Q> create(
      QuantizerChoice choice, String kind, List<Entry<Q>> entries, BiFunction<Q, Double, Q> ewgs) {
    if (choice.isNone()) {
      if (!choice.parameters().isEmpty()) {
        throw new InvalidInputException("--" + kind + " 'none': has keys, expected none alone");
      }
      return Optional.empty();
    }
    Entry<Q> entry =
        entries.stream()
            .filter(e -> e.description.name().equals(choice.name()))
            .findFirst()
            .orElseThrow(() -> unknown(choice, kind, entries));
    ChoiceReader reader = new ChoiceReader(choice, entry.description);
    OptionalDouble delta = reader.delta();
    Q straight = entry.factory.apply(reader);
    return Optional.of(delta.isPresent() ? ewgs.apply(straight, delta.getAsDouble()) : straight);
  }

  private static <Q> InvalidInputException unknown(
      QuantizerChoice choice, String kind, List<Entry<Q>> entries) {
    List<String> known = new ArrayList<>(entries.stream().map(e -> e.description.name()).toList());
    known.add("none");
    return new InvalidInputException(
        "--"
            + kind
            + ": quantizer '"
            + choice.name()
            + "' is not known; "
            + Suggestion.among(choice.name(), known));
  }

  private static RoundedWeights doReFa(ChoiceReader c) {
    boolean normalized = c.oneOf("normalize", List.of("none", "std")).equals("std");
    if (normalized && c.bits() == 1) {
      throw c.wrong("normalize=std at bits=1", "2 to 8 bits with it");
    }
    return new DoReFa(c.bits(), normalized);
  }

  private static RoundedWeights apot(ChoiceReader c) {
    if (Apot.WITHOUT_BITS.contains(c.bits())) {
      throw c.wrong(
          "bits=" + c.bits(),
          "2, 4, 5, 7 or 8, those of the integers: the paper's levels of 3 bits are those of"
              + " bits=4, of 4 bits those of bits=5");
    }
    return normalized(c, new Apot(c.bits(), c.numberOr("error", "init", 0.001, 100)));
  }

  private static RoundedWeights sawb(ChoiceReader c) {
    boolean zero = c.flag("zero");
    if (zero && c.bits() != 2 && c.bits() != 4) {
      throw c.wrong("zero=true at bits=" + c.bits(), "2 or 4 bits with it");
    }
    return new Sawb(c.bits(), c.flag("plus"), zero);
  }

  private static RoundedWeights normalized(ChoiceReader c, RoundedWeights inner) {
    String moments = c.oneOf(NORMALIZE.key(), List.of("none", "std", "mean-std"));
    return moments.equals("none")
        ? inner
        : new NormalizedWeights(inner, moments.equals("mean-std"));
  }

  private static ActivationQuantizer halfWave(ChoiceReader c) {
    OptionalDouble step = c.numberOr("table", "step", 0.001, 10);
    if (step.isEmpty() && !FixedStep.hasHalfWave(c.bits())) {
      throw c.wrong("bits=" + c.bits(), "1 to 4, which have published steps, or a step=NUMBER");
    }
    return step.isPresent()
        ? FixedStep.halfWave(c.bits(), step.getAsDouble())
        : FixedStep.halfWave(c.bits());
  }

  private static ActivationQuantizer lsq(ChoiceReader c, boolean signed) {
    return new LsqActivations(c.bits(), signed, features(c), start(c));
  }

  private static ActivationQuantizer pact(ChoiceReader c, boolean signed) {
    return new Pact(c.bits(), signed, init(c).orElse(Pact.PAPER_ALPHA));
  }

  private static OptionalDouble init(ChoiceReader c) {
    return c.numberOr(DATA, "init", 0.001, 1000);
  }

  private static LearnedStep.Start start(ChoiceReader c) {
    String value = c.oneOf("init", List.of("error", "mean"));
    return LearnedStep.Start.valueOf(value.toUpperCase(Locale.ROOT));
  }

  private static LsqActivations.Features features(ChoiceReader c) {
    String value = c.oneOf("features", List.of("sample", "batch"));
    return LsqActivations.Features.valueOf(value.toUpperCase(Locale.ROOT));
  }

  private static QuantizerDescription weights(
      String name, String levels, String paper, Parameter... parameters) {
    return new QuantizerDescription(
        name, WEIGHTS, 1, 8, List.of(), levels, List.of(parameters), paper);
  }

  private static QuantizerDescription activations(
      String name, String levels, String paper, Parameter... parameters) {
    return new QuantizerDescription(
        name, ACTIVATIONS, 1, 8, List.of(), levels, List.of(parameters), paper);
  }
}
