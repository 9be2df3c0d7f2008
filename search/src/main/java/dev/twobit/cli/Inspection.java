package dev.twobit.cli;

import dev.twobit.network.BatchAxis;
import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.ChannelGroup;
import dev.twobit.network.ChannelGrouping;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.CostSummary;
import dev.twobit.network.FixedWidth;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.verification.StatedWidths;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code inspect} shows of a network, as written in its file, for one inference.
 *
 * @param batch images of an inference, in the leading axis of the shapes; 1 too where that axis is
 *     data
 * @param format of a quantized file, such as {@code qcdq}; empty if it is in float
 * @param bits of a quantized file, one entry a layer
 * @param freeWidths layers whose width a search may change, in network order
 * @param fixedWidths layers whose width cannot change, and why, a line each
 * @param unsupported what of it cannot be run, one line; empty if all of it can
 */
record Inspection(
    String network,
    boolean hasWeights,
    boolean dynamicBatch,
    int batch,
    List<Tensor> inputs,
    List<Tensor> outputs,
    Totals totals,
    List<LayerLine> layers,
    String format,
    List<StatedWidths> bits,
    List<ChannelGroup> channelGroups,
    List<String> freeWidths,
    List<String> fixedWidths,
    String unsupported) {

  /** A graph input or output. */
  record Tensor(String name, List<Integer> shape) {}

  record Totals(long macs, long params, int layers) {}

  /**
   * @param kernel height x width; empty if the layer has no window; {@code stride} likewise
   * @param groups 0 if the layer is no convolution
   * @param role part in quantization; empty for layers without weights
   */
  record LayerLine(
      String name,
      String operator,
      List<List<Integer>> inputShapes,
      List<Integer> outputShape,
      String kernel,
      String stride,
      int groups,
      long macs,
      long params,
      String role) {}

  static Inspection of(QcdqFile file) {
    Network ofImage = file.network();
    Network network = BatchAxis.together(ofImage);
    CostSummary costs = CostSummary.of(network);
    ChannelDependencies widths = ChannelDependencies.tied(network);
    Map<String, ConvolutionRoles.Role> roles = ConvolutionRoles.of(network);
    List<LayerLine> lines =
        network.layers().stream()
            .map(
                l ->
                    line(
                        l,
                        network,
                        costs.layerMacs().getOrDefault(l.name(), 0L),
                        Optional.ofNullable(roles.get(l.name()))))
            .toList();
    return new Inspection(
        network.name(),
        !network.parameters().isEmpty(),
        network.dynamicBatch(),
        ofImage.images(),
        tensors(network.inputs(), network),
        tensors(network.outputs(), network),
        new Totals(costs.macs(), costs.params(), lines.size()),
        lines,
        file.isQuantized() ? file.format().text() : "",
        StatedWidths.of(file),
        ChannelGrouping.of(network),
        widths.groups().stream().flatMap(group -> group.layers().stream()).toList(),
        widths.fixed().stream().map(FixedWidth::toString).toList(),
        SupportCheck.unsupported(network).isEmpty() ? "" : SupportCheck.describe(network));
  }

  private static List<Tensor> tensors(List<String> names, Network network) {
    return names.stream().map(n -> new Tensor(n, network.shape(n).dims())).toList();
  }

  private static LayerLine line(
      Layer layer, Network network, long macs, Optional<ConvolutionRoles.Role> role) {
    Optional<Window> window = layer.slidingWindow();
    return new LayerLine(
        layer.name(),
        layer.operator(),
        layer.inputs().stream().map(network::shape).map(TensorShape::dims).toList(),
        network.shape(layer.output()).dims(),
        window.map(w -> w.kernelHeight() + "x" + w.kernelWidth()).orElse(""),
        window.map(w -> w.strideHeight() + "x" + w.strideWidth()).orElse(""),
        groups(layer),
        macs,
        CostSummary.paramsOf(layer),
        role.map(r -> r.name().toLowerCase(Locale.ROOT)).orElse(""));
  }

  private static int groups(Layer layer) {
    return layer
        .asConvolution()
        .map(Layer.Convolution::groups)
        .or(() -> layer.asTransposedConvolution().map(Layer.TransposedConvolution::groups))
        .orElse(0);
  }
}
