package dev.twobit.verification;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.QcdqFile;
import dev.twobit.onnx.QcdqImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A QCDQ file on integers against ONNX Runtime in float, over images.
 *
 * @param images run by both
 * @param equalClasses of them with the same largest output
 * @param comparedTensors of the file's {@code codeTensors} tensors of codes
 * @param stepwise codes of every step when it is given ONNX Runtime's own codes: what float
 *     rounding does in one step
 * @param throughout share of codes that differ when each goes its own way from the image on, 0..1
 * @param medianLogitDifference largest difference of an image's outputs over its largest output,
 *     median of the images; {@code largestLogitDifference} likewise
 */
public record DeployedValidation(
    String network,
    int images,
    int equalClasses,
    int comparedTensors,
    int codeTensors,
    CodeAudit stepwise,
    double throughout,
    double medianLogitDifference,
    double largestLogitDifference) {

  /** Every code was compared, and every one that differs is explained. */
  public boolean passed() {
    return stepwise.unexplained() == 0 && comparedTensors == codeTensors;
  }

  public double equalClassesPercent() {
    return 100.0 * equalClasses / images;
  }

  /**
   * @param images by number, each as long as the network's input
   * @param progress told of every image done
   */
  public static DeployedValidation run(
      Path model, IntFunction<float[]> images, int count, IntConsumer progress) {
    QcdqFile file = QcdqImporter.read(model);
    if (!file.isQuantized()) {
      throw new InvalidInputException(
          model + ": found no quantization in the file; expected QCDQ, as adapted.onnx is");
    }
    if (file.format() != ExportFormat.QCDQ) {
      throw new InvalidInputException(
          model
              + ": found format "
              + file.format().text()
              + ", expected qcdq, whose codes ONNX Runtime shows; Maybe 'twobit export --format"
              + " qcdq' first");
    }
    return run(file, model, images, count, progress);
  }

  static DeployedValidation run(
      QcdqFile file, Path model, IntFunction<float[]> images, int count, IntConsumer progress) {
    DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
    IntegerNetwork network = QcdqLowering.lower(deployed.network(), deployed.quantization());
    Set<String> compared = ConcurrentHashMap.newKeySet();
    TensorShape shape = file.network().shape(file.network().inputs().get(0));
    try (var plain = OnnxRuntimeSession.open(model, Optimization.ALL, 1);
        var probe =
            OnnxRuntimeSession.of(file.probe(), String.valueOf(model), Optimization.ALL, 1)) {
      Image[] results =
          IntStream.range(0, count)
              .parallel()
              .mapToObj(
                  i -> {
                    float[] image = images.apply(i);
                    Probe theirs = new Probe(file, deployed, probe.runAll(image, shape), compared);
                    Image result = Image.of(network, image, theirs, plain.run(image, shape));
                    progress.accept(i);
                    return result;
                  })
              .toArray(Image[]::new);
      return summary(file, compared.size(), results);
    }
  }

  private static DeployedValidation summary(QcdqFile file, int compared, Image[] images) {
    CodeAudit stepwise = CodeAudit.NONE;
    CodeAudit throughout = CodeAudit.NONE;
    int equal = 0;
    for (Image image : images) {
      stepwise = stepwise.plus(image.stepwise);
      throughout = throughout.plus(image.throughout);
      equal += image.sameClass ? 1 : 0;
    }
    double[] differences = Arrays.stream(images).mapToDouble(Image::difference).sorted().toArray();
    return new DeployedValidation(
        file.network().name(),
        images.length,
        equal,
        compared,
        file.codes().size(),
        stepwise,
        throughout.share(),
        differences[differences.length / 2],
        differences[differences.length - 1]);
  }

  /** ONNX Runtime's codes of one image. */
  private record Probe(
      QcdqFile file, DeployedNetwork deployed, Map<String, float[]> outputs, Set<String> compared) {

    Optional<int[]> codes(CodedTensor wanted) {
      return names(wanted)
          .map(t -> file.codes().get(new CodedTensor(t, wanted.form())))
          .filter(Objects::nonNull)
          .findFirst()
          .map(name -> noted(wanted, name));
    }

    private int[] noted(CodedTensor wanted, String name) {
      compared.add(name);
      return unsigned(Objects.requireNonNull(outputs.get(name), name), wanted.form().leastCode());
    }

    /** Of the tensor in the file, and of those that hold the same in another shape. */
    private Stream<String> names(CodedTensor wanted) {
      String own = deployed.originals().getOrDefault(wanted.tensor(), wanted.tensor());
      return Stream.concat(
          Stream.of(own),
          deployed.network().layers().stream()
              .filter(l -> l instanceof Layer.Reshape && l.input().equals(own))
              .flatMap(l -> names(new CodedTensor(l.output(), wanted.form()))));
    }

    /** Forms in which the image is read. */
    List<CodedTensor> inputs() {
      return file.codes().keySet().stream()
          .filter(t -> file.network().inputs().contains(t.tensor()))
          .toList();
    }

    private static int[] unsigned(float[] values, int least) {
      int[] codes = new int[values.length];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = (int) values[i] - least;
      }
      return codes;
    }
  }

  private record Image(
      CodeAudit stepwise, CodeAudit throughout, boolean sameClass, double difference) {

    static Image of(IntegerNetwork network, float[] image, Probe theirs, float[] logits) {
      CodeAudit[] throughout = {CodeAudit.NONE};
      CodeStore own = new CodeStore(network.network(), image, false);
      var last =
          IntegerRun.run(
              network,
              own,
              (step, codes) -> {
                List<int[]> outputs = IntegerRun.outputs(step, codes);
                for (int i = 0; i < outputs.size(); i++) {
                  throughout[0] =
                      throughout[0].plus(counted(step.copies().get(i), outputs.get(i), theirs));
                }
                return outputs;
              });
      float[] ours = IntegerRun.real(network.steps().get(network.steps().size() - 1), last);
      CodeAudit stepwise =
          stepwise(network, new CodeStore(network.network(), image, false), theirs);
      return new Image(
          stepwise, throughout[0], argmax(ours) == argmax(logits), difference(ours, logits));
    }

    /** Every step reads ONNX Runtime's codes, where the file has them. */
    private static CodeAudit stepwise(IntegerNetwork network, CodeStore codes, Probe theirs) {
      CodeAudit sum = CodeAudit.NONE;
      for (CodedTensor image : theirs.inputs()) {
        sum = sum.plus(counted(new IntegerStep.Copy("", List.of(image)), codes.get(image), theirs));
        theirs.codes(image).ifPresent(c -> codes.put(image, c));
      }
      StepAudit audit = new StepAudit(codes::get, theirs::codes);
      for (IntegerStep step : network.steps()) {
        sum = sum.plus(audit.of(step));
        for (int i = 0; i < step.copies().size(); i++) {
          for (CodedTensor form : step.copies().get(i).forms()) {
            int copy = i;
            codes.put(
                form,
                theirs.codes(form).orElseGet(() -> IntegerRun.outputs(step, codes).get(copy)));
          }
        }
      }
      return sum;
    }

    private static CodeAudit counted(IntegerStep.Copy copy, int[] ours, Probe theirs) {
      CodeAudit audit = CodeAudit.NONE;
      for (CodedTensor form : copy.forms()) {
        Optional<int[]> codes = theirs.codes(form);
        if (codes.isPresent()) {
          int differing = 0;
          for (int i = 0; i < ours.length; i++) {
            differing += ours[i] == codes.get()[i] ? 0 : 1;
          }
          audit = audit.plus(new CodeAudit(ours.length, differing, 0, 0, 0));
        }
      }
      return audit;
    }

    private static int argmax(float[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }

    private static double difference(float[] ours, float[] theirs) {
      double largest = 1e-30;
      double difference = 0;
      for (int i = 0; i < ours.length; i++) {
        largest = Math.max(largest, Math.abs(theirs[i]));
        difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
      }
      return difference / largest;
    }
  }
}
