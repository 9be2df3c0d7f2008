package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.network.Window;
import dev.twobit.tensor.Convolutions;
import dev.twobit.tensor.Selection;
import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** What follows a layer's sums: normalization of the candidates' slices, and their mixture. */
final class CandidateMixer {
  private final RunningNormalization normalization;
  private final ChannelPositions positions;

  CandidateMixer(SuperNetWeights weights, ChannelPositions positions) {
    this.normalization = new RunningNormalization(weights, positions);
    this.positions = positions;
  }

  /**
   * With the statistics of the batch. A channel's statistics are the same in both slices, and what
   * follows them is linear: one normalization without scale and shift, then one 1x1 convolution.
   *
   * @param bn behind the layer, if any
   * @param out (N, at least the blocks' channels, ...), of which those behind the blocks are zeros
   */
  Tensor train(Layer.@Nullable BatchNormalization bn, Tensor out, List<OutputBlock> blocks) {
    long missing = out.size(1) - blocks.stream().mapToLong(OutputBlock::wide).sum();
    if (blocks.stream().noneMatch(OutputBlock::isPair)) {
      Tensor normal =
          bn == null
              ? out
              : normalization.ofBatch(
                  bn,
                  out,
                  blocks,
                  padded(
                      joined(blocks, b -> normalization.parameter(b, b.first(), ".scale")),
                      missing),
                  padded(
                      joined(blocks, b -> normalization.parameter(b, b.first(), ".shift")),
                      missing));
      return masked(normal, blocks, missing);
    }
    Tensor normal =
        bn == null
            ? out
            : normalization.ofBatch(
                bn, out, blocks, torch.ones(out.size(1)), torch.zeros(out.size(1)));
    Tensor matrix = matrices(blocks, bn != null);
    TensorOptional bias =
        bn == null
            ? new TensorOptional()
            : new TensorOptional(padded(joined(blocks, this::shift), missing));
    return linear(normal, torch.constant_pad_nd(matrix, 0, missing, 0, missing), bias);
  }

  /** Mixes with running statistics, slice by slice as the formula has it. */
  Tensor evaluate(Layer.@Nullable BatchNormalization bn, Tensor out, List<OutputBlock> blocks) {
    Tensor[] parts = new Tensor[blocks.size()];
    for (int i = 0; i < parts.length; i++) {
      OutputBlock block = blocks.get(i);
      Tensor x = parts.length == 1 ? out : out.narrow(1, block.offset(), block.wide());
      parts[i] =
          block.isPair()
              ? weighted(block, true, interpolated(bn, x, block, true))
                  .add(weighted(block, false, interpolated(bn, x, block, false)))
              : normalization.running(bn, x, block, block.first());
    }
    Tensor all = parts.length == 1 ? parts[0] : torch.cat(new TensorVector(parts), 1);
    return masked(all, blocks, 0);
  }

  private static Tensor weighted(OutputBlock block, boolean first, Tensor values) {
    return values.mul(weight(block, first).to(values.scalar_type()));
  }

  private static Tensor weight(OutputBlock block, boolean first) {
    return ((Choice.Pair) block.choice()).pairWeights().narrow(0, first ? 0 : 1, 1);
  }

  private Tensor interpolated(
      Layer.@Nullable BatchNormalization bn, Tensor x, OutputBlock block, boolean first) {
    int width = first ? block.first() : block.second();
    Tensor slice = Selection.of(x, 1, block.slice(positions, first));
    Tensor normal = normalization.running(bn, slice, block, width);
    return width == block.wide()
        ? normal
        : linear(normal, interpolation(width, block.wide()), new TensorOptional());
  }

  private static Tensor interpolation(int width, int wide) {
    return Torch.tensor(ChannelInterpolation.matrix(width, wide), wide, width);
  }

  /** A matrix over channels; of planes a 1x1 convolution. */
  private static Tensor linear(Tensor x, Tensor matrix, TensorOptional bias) {
    return x.dim() == 2
        ? Convolutions.linear(x, matrix, bias)
        : Convolutions.convolve(
            x,
            matrix.reshape(matrix.size(0), matrix.size(1), 1, 1),
            bias,
            Window.square(1, 1, 0),
            1);
  }

  private Tensor matrices(List<OutputBlock> blocks, boolean normalized) {
    List<Tensor> all = blocks.stream().map(b -> matrix(b, normalized)).toList();
    return all.size() == 1
        ? all.get(0)
        : torch.block_diag(new TensorVector(all.toArray(Tensor[]::new)));
  }

  /** Interpolation (wide, wide) of normalized channels, both candidates by their weights. */
  private Tensor matrix(OutputBlock block, boolean normalized) {
    if (!block.isPair()) {
      return matrix(block, normalized, true);
    }
    return matrix(block, normalized, true)
        .mul(weight(block, true))
        .add(matrix(block, normalized, false).mul(weight(block, false)));
  }

  private Tensor matrix(OutputBlock block, boolean normalized, boolean first) {
    int width = first ? block.first() : block.second();
    int wide = block.wide();
    Tensor interpolation = interpolation(width, wide);
    Tensor scaled =
        normalized
            ? interpolation.mul(normalization.parameter(block, width, ".scale").reshape(1, width))
            : interpolation;
    int[] slice = block.slice(positions, first);
    return Selection.isPrefix(slice)
        ? torch.constant_pad_nd(scaled, 0, wide - width)
        : torch.zeros(wide, wide).index_copy(1, Selection.index(slice), scaled);
  }

  /** What the shifts of a normalization become by interpolation, (wide). */
  private Tensor shift(OutputBlock block) {
    Tensor first = shift(block, block.first());
    return block.isPair()
        ? first.mul(weight(block, true)).add(shift(block, block.second()).mul(weight(block, false)))
        : first;
  }

  private Tensor shift(OutputBlock block, int width) {
    return torch.mv(
        interpolation(width, block.wide()), normalization.parameter(block, width, ".shift"));
  }

  private Tensor masked(Tensor x, List<OutputBlock> blocks, long missing) {
    if (blocks.stream().noneMatch(b -> b.choice() instanceof Choice.Mask)) {
      return x;
    }
    Tensor mask = padded(joined(blocks, this::mask), missing).to(x.scalar_type());
    return x.mul(x.dim() == 2 ? mask.reshape(1, -1) : mask.reshape(1, -1, 1, 1));
  }

  private Tensor mask(OutputBlock block) {
    if (block.choice() instanceof Choice.Mask m) {
      Tensor rows =
          Torch.tensor(block.candidateChannels(positions, m), m.candidates().size(), block.wide());
      return torch.mv(rows.t(), m.weights());
    }
    return torch.ones(block.wide());
  }

  private static Tensor joined(List<OutputBlock> blocks, Function<OutputBlock, Tensor> part) {
    return blocks.size() == 1
        ? part.apply(blocks.get(0))
        : torch.cat(new TensorVector(blocks.stream().map(part).toArray(Tensor[]::new)), 0);
  }

  private static Tensor padded(Tensor vector, long missing) {
    return missing == 0 ? vector : torch.constant_pad_nd(vector, 0, missing);
  }
}
