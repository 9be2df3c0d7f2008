package dev.twobit.results;

import dev.twobit.network.CostKind;
import dev.twobit.results.Accuracy.Form;
import dev.twobit.results.Accuracy.SeedAccuracy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Made-up runs with every part of {@link RunResults} filled, for tests of what formats them. */
public final class SyntheticRun {
  private SyntheticRun() {}

  /** As many searched layers as asked for; names are prefixed to carry hostile text. */
  public static RunResults of(int searchedLayers, String prefix) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int i = 0; i < searchedLayers; i++) {
      int width = 16 << (3 * i / searchedLayers);
      before.add(width);
      after.add(Math.max(4, width * (6 + (i * 7) % 9) / 10));
    }
    SimulationResult original =
        SimulationResult.of(SyntheticSimulation.of(prefix + "resnet", before));
    SimulationResult adapted =
        SimulationResult.of(SyntheticSimulation.of(prefix + "resnet adapted", after));
    List<NetworkRow> rows = rows(prefix, original, adapted);
    return new RunResults(
        RunResults.SCHEMA_VERSION,
        "0.1.0",
        request(prefix),
        new RunResults.Setting(
            RunFacts.of(
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2026-01-02T03:34:05Z"),
                1800,
                "oneDNN convolutions"),
            new DataSetFacts(prefix + "CIFAR-10 (test data)", 10_000, 2_000, 10, "3x32x32"),
            new HardwareFacts(
                prefix + "test-8x48-w2a2",
                "invented array for tests",
                HardwareFacts.of(SyntheticSimulation.HARDWARE).figures(),
                List.of("invented for tests")),
            List.of(
                new PhaseTime("warm-up", 120.5, OptionalDouble.of(912)),
                new PhaseTime("search", 640.25, OptionalDouble.of(401.5)),
                new PhaseTime("latency table", 12, OptionalDouble.empty())),
            List.of(new ResultFile("adapted.onnx", 312_000, "2-bit adapted network, QCDQ")),
            Optional.of(
                new Usage(
                    prefix + "twobit search resnet20.onnx --out run",
                    "adapted.onnx",
                    prefix + "import onnxruntime\n",
                    prefix + "class Classify {}\n"))),
        new RunResults.Comparison(
            List.of(budget(original, adapted)),
            rows,
            Gain.between(rows.get(2), rows.get(3)),
            SyntheticSearch.widths(prefix, original, before, after),
            Optional.of(codes(prefix))),
        new RunResults.Simulations(
            original, adapted, LatencySpread.of(original, original, adapted)),
        SyntheticSearch.trajectory(prefix, original, after),
        new RunResults.Findings(
            List.of(
                new VerificationResult(
                    "adapted.onnx in ONNX Runtime, largest logit difference",
                    true,
                    "3.1e-6",
                    "below 1e-4"),
                new VerificationResult(
                    "integer codes equal", false, "12 of 10,000 differ", "0 differ")),
            List.of("The figures of this run are invented.")));
  }

  private static RunRequest request(String prefix) {
    return new RunRequest(
        new RunRequest.Inputs(prefix + "resnet20.onnx", "cifar10:data", "imagenet"),
        prefix + "test-8x48-w2a2",
        new RunRequest.Arithmetic("dorefa:bits=2 + pact:bits=2", 2, 8, "float32"),
        new RunRequest.Search("nce", "small", List.of("latency=1.0x"), 2, 8, Map.of("grid", "tas")),
        new RunRequest.Training("cifar10", 10, 64, Optional.of(probe())),
        new RunRequest.Execution(List.of(1L, 2L), 2));
  }

  private static LearningRateProbe probe() {
    return LearningRateProbe.of(
        List.of(
            new LearningRateProbe.Tried(0.5, 0.015, OptionalDouble.of(1.25)),
            new LearningRateProbe.Tried(1, 0.03, OptionalDouble.of(1.125)),
            new LearningRateProbe.Tried(2, 0.06, OptionalDouble.empty())),
        60,
        500,
        "held-out images");
  }

  private static Map<NetworkKind, CodeUse> codes(String prefix) {
    CodeUse.Codes start =
        new CodeUse.Codes(
            Map.of(-3, 0.01, -1, 0.49, 1, 0.48, 3, 0.02),
            OptionalDouble.of(0.97),
            OptionalDouble.of(0.7),
            OptionalDouble.of(0.0625));
    CodeUse.Codes end =
        new CodeUse.Codes(
            Map.of(), OptionalDouble.empty(), OptionalDouble.of(0.5), OptionalDouble.of(0.125));
    CodeUse use =
        new CodeUse(
            1,
            12.25,
            Optional.of(prefix + "a level is rare"),
            List.of(
                new CodeUse.LayerCodes(prefix + "layer1", start, start),
                new CodeUse.LayerCodes("layer2", end, end)));
    return Map.of(NetworkKind.QUANTIZED_ORIGINAL, use, NetworkKind.QUANTIZED_ADAPTED, use);
  }

  private static BudgetResult budget(SimulationResult original, SimulationResult adapted) {
    double limit = original.latencyMilliseconds();
    return new BudgetResult(
        CostKind.LATENCY,
        "1.0x",
        "ms",
        limit,
        0.95 * limit,
        limit,
        adapted.latencyMilliseconds(),
        adapted.latencyMilliseconds() <= limit);
  }

  private static List<NetworkRow> rows(
      String prefix, SimulationResult original, SimulationResult adapted) {
    return List.of(
        new NetworkRow(
            NetworkKind.IMPORTED,
            prefix + "as imported",
            "as in the file",
            List.of(),
            40_813_184,
            272_282,
            1_089_128,
            Optional.empty()),
        new NetworkRow(
            NetworkKind.FULL_PRECISION,
            "full precision",
            "10 epochs, this recipe",
            List.of(accuracy(Form.AS_TRAINED, 81.2)),
            40_813_184,
            272_282,
            1_089_128,
            Optional.empty()),
        new NetworkRow(
            NetworkKind.QUANTIZED_ORIGINAL,
            "2-bit original",
            "10 epochs, this recipe",
            List.of(accuracy(Form.AS_TRAINED, 74.15), accuracy(Form.AS_DEPLOYED, 73.9)),
            40_813_184,
            272_282,
            71_000,
            Optional.of(NetworkRow.SimulatedCost.of(original))),
        new NetworkRow(
            NetworkKind.QUANTIZED_ADAPTED,
            prefix + "2-bit adapted",
            "10 epochs, this recipe",
            List.of(accuracy(Form.AS_TRAINED, 75.6), accuracy(Form.AS_DEPLOYED, 75.35)),
            39_001_344,
            301_114,
            78_500,
            Optional.of(NetworkRow.SimulatedCost.of(adapted))));
  }

  private static Accuracy accuracy(Form form, double percent) {
    return Accuracy.ofSeeds(
        form,
        List.of(new SeedAccuracy(1, percent - 0.4), new SeedAccuracy(2, percent + 0.4)),
        2_000,
        form == Form.AS_TRAINED ? "libtorch" : "ONNX Runtime");
  }
}
