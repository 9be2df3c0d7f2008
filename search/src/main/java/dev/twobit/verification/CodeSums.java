package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;

/**
 * What sums of codes, counted from the least of their form, stand for; the same in all channels.
 */
final class CodeSums {
  private CodeSums() {}

  static CommonScale scale(Layer add, List<CodedTensor> operands) {
    return CommonScale.of(add.name(), operands.stream().map(o -> o.form().step()).toList());
  }

  static PostProcessorFunction sum(CommonScale scale, List<CodedTensor> operands, int channels) {
    BigDecimal unit = new BigDecimal(scale.unit());
    long least = 0;
    for (int i = 0; i < operands.size(); i++) {
      least += scale.factors().get(i) * operands.get(i).form().leastCode();
    }
    return same(unit, unit.multiply(BigDecimal.valueOf(least)), channels);
  }

  static PostProcessorFunction same(BigDecimal factor, BigDecimal offset, int channels) {
    ChannelFunction one =
        new ChannelFunction(List.of(new ChannelFunction.Affine(factor, offset)), 0);
    return new PostProcessorFunction(Collections.nCopies(channels, one));
  }

  /** Codes, counted from the least, as the values that they stand for. */
  static PostProcessorFunction values(Activations form, int channels) {
    BigDecimal step = new BigDecimal(form.step());
    return same(step, step.multiply(BigDecimal.valueOf(form.leastCode())), channels);
  }

  static long largest(CommonScale scale, List<CodedTensor> operands) {
    long largest = 0;
    for (int i = 0; i < operands.size(); i++) {
      Activations form = operands.get(i).form();
      largest += scale.factors().get(i) * (form.mostCode() - form.leastCode());
    }
    return largest;
  }
}
