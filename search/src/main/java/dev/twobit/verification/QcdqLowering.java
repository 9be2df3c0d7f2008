package dev.twobit.verification;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Window;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.ElementPlaces;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.AddScaling;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.PostOperands.Places;
import dev.twobit.simulator.workload.PostOperands.Reduction;
import dev.twobit.verification.IntegerStep.Copy;
import dev.twobit.verification.IntegerStep.Meaning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A quantized file as integers alone (simulator/docs/two-bit-arithmetic.md): levels to codes, what
 * follows an accumulator to thresholds, steps of an add to whole multiples of one unit.
 */
final class QcdqLowering {
  /** A product of so many codes of 8 bits is within 32. */
  private static final int MOST_FACTORS = 3;

  private final Network network;
  private final NetworkQuantization quantization;
  private final PrecisionPlan plan;
  private final TensorForms forms;
  private final Conversions rule;
  private final Beyond beyond;

  private QcdqLowering(DeployedNetwork deployed, Network network, Conversions rule, Beyond beyond) {
    this.network = network;
    this.quantization = deployed.quantization();
    this.plan = deployed.plan();
    this.forms = TensorForms.of(network, quantization);
    this.rule = rule;
    this.beyond = beyond;
  }

  /** How sums become codes. */
  enum Conversions {
    /** By thresholds, exactly: what the others are measured by. */
    EXACT,
    /** As the post-processor does for codes of their width. */
    STORED
  }

  /** What becomes of a step that integers cannot say: a softmax, values that stay in float. */
  enum Beyond {
    /** It is an error. */
    REFUSED,
    /** It is computed in real numbers, {@link IntegerStep.Real}. */
    REAL
  }

  /**
   * One image of a network. Throws {@link InvalidInputException} naming the first node that
   * integers cannot say.
   */
  static IntegerNetwork lower(
      DeployedNetwork deployed, Addressing addressing, Conversions conversions) {
    return new QcdqLowering(deployed, deployed.network().withImages(1), conversions, Beyond.REFUSED)
        .run(addressing);
  }

  /**
   * All images that a network is for, as its accelerator stores it, with a choice of such nodes.
   */
  static IntegerNetwork lower(DeployedNetwork deployed, Addressing addressing, Beyond beyond) {
    return new QcdqLowering(deployed, deployed.network(), Conversions.STORED, beyond)
        .run(addressing);
  }

  private IntegerNetwork run(Addressing addressing) {
    List<IntegerStep> steps = new ArrayList<>();
    List<LoweredLayer> layers = WorkloadLowering.lower(network, plan, addressing);
    layers.forEach(lowered -> steps.add(step(lowered)));
    return new IntegerNetwork(network, quantization, plan, steps, StepItems.of(layers));
  }

  private IntegerStep step(LoweredLayer lowered) {
    try {
      requireCoded(lowered);
      return lowered.workload() instanceof LayerWorkload.Convolution c
          ? convolution(c, lowered)
          : post((LayerWorkload.PostProcessing) lowered.workload(), lowered);
    } catch (InvalidInputException e) {
      if (beyond == Beyond.REFUSED) {
        throw e;
      }
      return new IntegerStep.Real(lowered.workload(), copies(lowered));
    }
  }

  /** What layers in float read at the width of a plan has no codes. */
  private void requireCoded(LoweredLayer lowered) {
    String tensor = lowered.outputTensor();
    for (int bits : plan.copies(tensor)) {
      if (bits != StatedPrecision.ACCUMULATOR_BITS
          && forms.of(tensor).stream().noneMatch(f -> f.bits() == bits)) {
        throw refusal(
            lowered.members().get(lowered.members().size() - 1),
            "an output that is read in float",
            "it quantized");
      }
    }
  }

  private IntegerStep convolution(LayerWorkload.Convolution c, LoweredLayer lowered) {
    Layer layer = lowered.members().get(0);
    if (layer.asTransposedConvolution().isPresent()) {
      // Its kernels are those of all phases of its strides, which the weights are not.
      throw refusal(layer, layer.operator(), "an operator that integers can say");
    }
    CodedTensor input = new CodedTensor(lowered.inputTensor(), coded(layer, 0).form());
    Weights weights = quantization.weights().get(layer.name());
    if (weights == null) {
      throw refusal(layer, "no quantized weights", "quantized weights");
    }
    WeightCodes codes = WeightCodes.of(weights.levels());
    PostProcessorFunction accumulator = accumulator(layer, weights, input.form());
    String tensor = layer.output();
    List<CodedTensor> addends = new ArrayList<>();
    List<CodedTensor> rounded = new ArrayList<>();
    List<OutputConversion.PerChannel> roundings = new ArrayList<>();
    CommonScale scale = new CommonScale(List.of(1L), 1);
    PostProcessorFunction sum = accumulator;
    long largest = Integer.MAX_VALUE;
    PassingFunctions passing = new PassingFunctions(network, quantization, tensor, sum);
    for (Layer member : lowered.members().subList(1, lowered.members().size())) {
      if (!passing.isAllThatIsRead(member)) {
        Layer.Add add =
            member.asAdd().orElseThrow(() -> refusal(member, member.operator(), "an add"));
        int own = add.inputs().indexOf(tensor);
        if (!rounded.isEmpty() || add.inputs().lastIndexOf(tensor) != own) {
          throw refusal(add, "a second add to the same sums", "one");
        }
        accumulator = sum;
        rounded.add(coded(add, own));
        roundings.add(conversion(accumulator, rounded.get(0).form(), Integer.MAX_VALUE));
        for (int i = 0; i < add.inputs().size(); i++) {
          if (i != own) {
            addends.add(coded(add, i));
          }
        }
        List<CodedTensor> operands = new ArrayList<>(rounded);
        operands.addAll(addends);
        scale = CodeSums.scale(add, operands);
        largest = CodeSums.largest(scale, operands);
        sum = CodeSums.sum(scale, operands, c.outputChannels());
        passing = new PassingFunctions(network, quantization, add.output(), sum);
      } else {
        sum = passing.through(member);
      }
      tensor = member.output();
    }
    return new IntegerStep.Convolution(
        c,
        input,
        new IntegerStep.Weights(within32Bits(c, layer, codes), codes.encoding()),
        addends,
        new AddScaling(
            scale.factors().get(0), scale.factors().subList(1, scale.factors().size()), roundings),
        conversions(lowered, sum, largest),
        copies(lowered),
        List.of(new Meaning(accumulator, sum, rounded)));
  }

  /** Packed; their sums fit the accumulators of plain Java integers. */
  private PackedCodes within32Bits(LayerWorkload.Convolution c, Layer layer, WeightCodes codes) {
    PackedCodes packed = PackedCodes.of(codes.codes(), codes.bits());
    long largest = LaneConvolution.largestSum(c, packed, codes.encoding());
    if (largest > Integer.MAX_VALUE) {
      throw refusal(layer, "sums up to " + largest, "accumulators of 32 bits");
    }
    return packed;
  }

  /** Accumulators are sums of level times (code - least code), padding included. */
  private PostProcessorFunction accumulator(Layer layer, Weights weights, Activations form) {
    int kernels = weights.shape().dim(0);
    int each = weights.levels().length / kernels;
    boolean biased = network.parameters().contains(layer.name() + ".bias");
    List<ChannelFunction> functions = new ArrayList<>();
    for (int k = 0; k < kernels; k++) {
      long levels = 0;
      for (int i = k * each; i < (k + 1) * each; i++) {
        levels += weights.levels()[i];
      }
      float weightStep = weights.steps().get(weights.steps().size() == 1 ? 0 : k);
      BigDecimal unit = new BigDecimal(weightStep).multiply(new BigDecimal(form.step()));
      ChannelFunction function =
          new ChannelFunction(
              List.of(
                  new ChannelFunction.Affine(
                      unit, unit.multiply(BigDecimal.valueOf(levels * form.leastCode())))),
              0);
      if (biased) {
        float bias = network.parameters().get(layer.name() + ".bias").values()[k];
        function = function.then(new ChannelFunction.Affine(BigDecimal.ONE, new BigDecimal(bias)));
      }
      functions.add(function);
    }
    return new PostProcessorFunction(functions);
  }

  private IntegerStep post(LayerWorkload.PostProcessing step, LoweredLayer lowered) {
    Layer layer = lowered.members().get(0);
    if (step.operation() == PostOperation.COPY) {
      return movement(step, lowered);
    }
    List<CodedTensor> inputs = new ArrayList<>();
    PostProcessorFunction functions;
    List<Long> scales = List.of(1L);
    long largest = Integer.MAX_VALUE;
    Optional<Layer.Pooling> pooling = layer.asPooling();
    boolean product = layer.asMultiply().isPresent();
    boolean maximum = pooling.isPresent() && pooling.get().isMaximum();
    if (maximum && !isStated(layer)) {
      return maximum(step, lowered);
    } else if (maximum) {
      inputs.add(new CodedTensor(lowered.inputTensor(), coded(layer, 0).form()));
      functions = CodeSums.values(inputs.get(0).form(), step.channels());
    } else if (pooling.isPresent()) {
      inputs.add(new CodedTensor(lowered.inputTensor(), coded(layer, 0).form()));
      functions = average(step, pooling.get(), inputs.get(0).form());
    } else if (LayerForms.isOfOneTensor(layer)) {
      return ofOneTensor(step, lowered);
    } else if (layer.asAdd().isPresent() || product) {
      for (int i = 0; i < layer.inputs().size(); i++) {
        inputs.add(coded(layer, i));
      }
      if (product && inputs.size() > MOST_FACTORS) {
        throw refusal(
            layer, "a product of " + inputs.size() + " tensors", "at most " + MOST_FACTORS);
      }
      CommonScale scale = product ? CommonScale.ones(inputs) : CodeSums.scale(layer, inputs);
      scales = scale.factors();
      largest = product ? Integer.MAX_VALUE : CodeSums.largest(scale, inputs);
      functions =
          product
              ? CodeSums.same(new BigDecimal(scale.unit()), BigDecimal.ZERO, step.channels())
              : CodeSums.sum(scale, inputs, step.channels());
    } else {
      throw refusal(layer, layer.operator(), "an operator that integers can say");
    }
    functions = behind(lowered, functions);
    return new IntegerStep.Post(
        step,
        inputs,
        places(lowered),
        maximum ? Reduction.MAXIMUM : product ? Reduction.PRODUCT : Reduction.SUM,
        scales,
        conversions(lowered, functions, largest),
        copies(lowered),
        List.of(new Meaning(functions, functions, List.of())));
  }

  /** Operands that are smaller than the result are read where it is broadcast from. */
  private Places places(LoweredLayer lowered) {
    List<int[]> places = ElementPlaces.of(network, lowered);
    return places.stream().allMatch(p -> p.length == 0) ? Places.SAME : new Places(places, 0);
  }

  /** What the layers behind the first make of its values. */
  private PostProcessorFunction behind(LoweredLayer lowered, PostProcessorFunction functions) {
    Layer first = lowered.members().get(0);
    PassingFunctions passing =
        new PassingFunctions(network, quantization, first.output(), functions);
    PostProcessorFunction result = functions;
    for (Layer member : lowered.members().subList(1, lowered.members().size())) {
      result = passing.through(member);
    }
    return result;
  }

  /** Functions of one tensor's codes, which all members read in one form. */
  private IntegerStep ofOneTensor(LayerWorkload.PostProcessing step, LoweredLayer lowered) {
    String read = lowered.inputTensor();
    CodedTensor input = coded(lowered.members().get(0), 0);
    PostProcessorFunction functions = CodeSums.values(input.form(), step.channels());
    PassingFunctions passing = new PassingFunctions(network, quantization, read, functions);
    for (Layer member : lowered.members()) {
      for (int i = 0; i < member.inputs().size(); i++) {
        if (member.inputs().get(i).equals(read) && !coded(member, i).equals(input)) {
          throw refusal(member, "a tensor in another form than it is read in", "one form");
        }
      }
      functions = passing.through(member);
    }
    return new IntegerStep.Post(
        step,
        List.of(input),
        Places.SAME,
        Reduction.SUM,
        List.of(1L),
        conversions(lowered, functions, Integer.MAX_VALUE),
        copies(lowered),
        List.of(new Meaning(functions, functions, List.of())));
  }

  private boolean isStated(Layer layer) {
    return !quantization.inputs().getOrDefault(layer.name(), List.of()).isEmpty();
  }

  /** Codes stay what they are, if nothing is done to them in passing. */
  private IntegerStep movement(LayerWorkload.PostProcessing step, LoweredLayer lowered) {
    List<Copy> copies = copies(lowered);
    List<Layer> members = lowered.members().stream().filter(LayerForms::computes).toList();
    if (!members.isEmpty()) {
      Layer first = lowered.members().get(0);
      Activations read = coded(first, 0).form();
      if (!quantization.inputs().getOrDefault(first.name(), List.of()).stream()
          .allMatch(read::equals)) {
        throw refusal(first, "operands of several forms", "one form");
      }
      PostProcessorFunction functions = CodeSums.values(read, step.channels());
      String moved = members.get(0).inputs().get(0);
      PassingFunctions passing = new PassingFunctions(network, quantization, moved, functions);
      for (Layer member : members) {
        functions = passing.through(member);
      }
      return moved(
          step,
          lowered,
          read,
          conversions(lowered, functions, 255),
          List.of(new Meaning(functions, functions, List.of())));
    }
    if (copies.stream().anyMatch(c -> c.forms().isEmpty())) {
      throw refusal(
          lowered.members().get(0), "a movement that is not read quantized", "forms for its codes");
    }
    if (copies.size() > 1) {
      return new IntegerStep.Movement(step, copies);
    }
    Activations form = copies.get(0).forms().get(0).form();
    return moved(step, lowered, form, List.of(new OutputConversion.Unchanged()), List.of());
  }

  /**
   * @param form of all that it reads
   * @param meaning of the codes that are converted, if they are
   */
  private IntegerStep moved(
      LayerWorkload.PostProcessing step,
      LoweredLayer lowered,
      Activations form,
      List<OutputConversion> conversions,
      List<Meaning> meaning) {
    List<CodedTensor> inputs =
        lowered.inputTensors().stream().map(t -> new CodedTensor(t, form)).toList();
    int fill =
        lowered.members().stream()
            .flatMap(l -> l.asPad().stream())
            .findFirst()
            .map(pad -> CodeStore.padCode(pad, form))
            .orElse(0);
    return new IntegerStep.Post(
        step,
        inputs,
        new Places(ElementPlaces.of(network, lowered), fill),
        Reduction.SUM,
        Collections.nCopies(inputs.size(), 1L),
        conversions,
        copies(lowered),
        meaning);
  }

  private PostProcessorFunction average(
      LayerWorkload.PostProcessing step, Layer.Pooling pooling, Activations form) {
    if (!LayerForms.isAverageOfCodes(step, pooling, form)) {
      throw refusal(pooling, "an average over padding", "windows within the plane");
    }
    Window w = step.window();
    long area = (long) w.kernelHeight() * w.kernelWidth();
    BigDecimal stepSize = new BigDecimal(form.step());
    return CodeSums.same(
        stepSize.divide(BigDecimal.valueOf(area), ChannelFunction.DIGITS),
        stepSize.multiply(BigDecimal.valueOf(form.leastCode())),
        step.channels());
  }

  /** Codes in, the greatest of them out. */
  private IntegerStep maximum(LayerWorkload.PostProcessing step, LoweredLayer lowered) {
    Layer layer = lowered.members().get(0);
    List<Copy> copies = copies(lowered);
    if (lowered.members().size() > 1 || copies.size() != 1 || copies.get(0).forms().isEmpty()) {
      throw refusal(layer, "a maximum that is not read quantized", "one form");
    }
    Activations form = copies.get(0).forms().get(0).form();
    return new IntegerStep.Post(
        step,
        List.of(new CodedTensor(lowered.inputTensor(), form)),
        Places.SAME,
        Reduction.MAXIMUM,
        List.of(1L),
        List.of(new OutputConversion.Unchanged()),
        copies,
        List.of());
  }

  private CodedTensor coded(Layer layer, int input) {
    List<Activations> own = quantization.inputs().getOrDefault(layer.name(), List.of());
    if (own.isEmpty()) {
      throw refusal(layer, "inputs in float", "them quantized");
    }
    return new CodedTensor(layer.inputs().get(input), own.get(input));
  }

  /** Forms that the output is read in, and where it is left in float the integer itself. */
  private List<Copy> copies(LoweredLayer lowered) {
    String tensor = lowered.outputTensor();
    List<Copy> copies = new ArrayList<>();
    for (Activations form : forms.of(tensor)) {
      copies.add(new Copy(tensor, List.of(new CodedTensor(tensor, form))));
    }
    // An output of the network may also be what addresses alone make of this tensor.
    int written = lowered.workload().outputBits().size();
    if (network.outputs().contains(tensor) || copies.isEmpty() || copies.size() < written) {
      copies.add(new Copy(tensor, List.of()));
    }
    return copies;
  }

  private OutputConversion.PerChannel conversion(
      PostProcessorFunction functions, Activations form, long largest) {
    return switch (rule) {
      case EXACT -> functions.exact(form, largest);
      case STORED -> functions.stored(form, largest);
    };
  }

  private List<OutputConversion> conversions(
      LoweredLayer lowered, PostProcessorFunction functions, long largest) {
    List<OutputConversion> conversions = new ArrayList<>();
    for (Copy copy : copies(lowered)) {
      if (copy.forms().isEmpty() && largest > Integer.MAX_VALUE) {
        throw new InvalidInputException(
            "%s: tensor '%s': found sums up to %d that are left in float, expected 32 bits"
                    .formatted(network.name(), lowered.outputTensor(), largest)
                + " (integer execution)");
      }
      conversions.add(
          copy.forms().isEmpty()
              ? new OutputConversion.Unchanged()
              : conversion(functions, copy.forms().get(0).form(), largest));
    }
    return conversions;
  }

  private InvalidInputException refusal(Layer layer, String found, String expected) {
    return new InvalidInputException(
        network.name()
            + ": node '"
            + layer.name()
            + "': found "
            + found
            + ", expected "
            + expected
            + " (integer execution)");
  }
}
