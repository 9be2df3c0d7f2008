package dev.twobit.onnx.operator;

import dev.twobit.network.Layer.Function;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The operators of domain ai.onnx that become layers, each with its parser. */
public final class Operators {
  private static final Map<String, OperatorParser> PARSERS = table();

  private Operators() {}

  public static Optional<OperatorParser> find(OnnxNode node) {
    return node.standardDomain()
        ? Optional.ofNullable(PARSERS.get(node.operator()))
        : Optional.empty();
  }

  public static Set<String> names() {
    return PARSERS.keySet();
  }

  private static Map<String, OperatorParser> table() {
    Map<String, OperatorParser> table = new HashMap<>();
    table.put("Conv", ConvolutionOperators::convolution);
    table.put("ConvTranspose", ConvolutionOperators::transposed);
    table.put("Gemm", MatrixOperators::gemm);
    table.put("MatMul", MatrixOperators::matMul);
    table.put("MaxPool", PoolingOperators::max);
    table.put("AveragePool", PoolingOperators::average);
    table.put("GlobalAveragePool", PoolingOperators::globalAverage);
    table.put("GlobalMaxPool", PoolingOperators::globalMax);
    for (String spatial :
        List.of(
            "Conv",
            "ConvTranspose",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool")) {
      table.compute(spatial, (name, parser) -> Lines.orPlanes(Objects.requireNonNull(parser)));
    }
    table.put("BatchNormalization", NormalizationOperators::batchNormalization);
    table.put("LRN", NormalizationOperators::localResponse);
    table.put("Softmax", (n, c) -> NormalizationOperators.softmax(n, c, false));
    table.put("LogSoftmax", (n, c) -> NormalizationOperators.softmax(n, c, true));
    table.put("Relu", (n, c) -> ElementwiseOperators.activation(n, c, Function.RELU, 0, 0));
    table.put("Sigmoid", (n, c) -> ElementwiseOperators.activation(n, c, Function.SIGMOID, 0, 0));
    table.put("Tanh", (n, c) -> ElementwiseOperators.activation(n, c, Function.TANH, 0, 0));
    table.put(
        "HardSwish", (n, c) -> ElementwiseOperators.activation(n, c, Function.HARD_SWISH, 0, 0));
    table.put(
        "LeakyRelu",
        (n, c) ->
            ElementwiseOperators.activation(n, c, Function.LEAKY_RELU, n.real("alpha", 0.01f), 0));
    table.put(
        "HardSigmoid",
        (n, c) ->
            ElementwiseOperators.activation(
                n, c, Function.HARD_SIGMOID, n.real("alpha", 0.2f), n.real("beta", 0.5)));
    table.put("Clip", ElementwiseOperators::clip);
    table.put("Add", ElementwiseOperators::add);
    table.put("Sum", ElementwiseOperators::add);
    table.put("Sub", ElementwiseOperators::subtract);
    table.put("Mul", ElementwiseOperators::multiply);
    table.put("Div", ElementwiseOperators::divide);
    table.put("Pow", ElementwiseOperators::power);
    table.put("Concat", ShapeOperators::concat);
    table.put("Slice", ShapeOperators::slice);
    table.put("Pad", PadOperator::pad);
    table.put("Reshape", ShapeOperators::reshape);
    table.put("Flatten", ShapeOperators::flatten);
    table.put("Squeeze", ShapeOperators::squeeze);
    table.put("Unsqueeze", ShapeOperators::unsqueeze);
    table.put("Transpose", ShapeOperators::transpose);
    table.put("Identity", (n, c) -> c.alias(n));
    table.put("Dropout", (n, c) -> c.alias(n));
    table.put("Cast", ElementwiseOperators::cast);
    table.put("Expand", ShapeOperators::expand);
    table.put("Split", PartOperators::split);
    table.put("Gather", PartOperators::gather);
    table.put("Resize", ResizeOperator::resize);
    table.put("Upsample", ResizeOperator::upsample);
    table.put("DepthToSpace", BlockOperators::depthToSpace);
    table.put("SpaceToDepth", BlockOperators::spaceToDepth);
    table.put("ReduceMean", ReductionOperators::mean);
    table.put("ReduceSum", ReductionOperators::sum);
    table.put("ReduceMax", ReductionOperators::max);
    ComposedOperators.addTo(table);
    return Map.copyOf(table);
  }
}
