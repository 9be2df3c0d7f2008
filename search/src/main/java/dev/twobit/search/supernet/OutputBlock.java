package dev.twobit.search.supernet;

import dev.twobit.search.space.TensorWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Neighbouring channels that a layer writes in one pass, all of one unit or none.
 *
 * @param key of its batch normalization, before the width
 * @param offset of its first channel
 * @param first channels of one candidate, {@code second} of the other, {@code wide} of the larger
 * @param unit that they are of, empty if they do not change
 */
record OutputBlock(
    String key,
    TensorWidth width,
    String unit,
    Choice choice,
    int offset,
    int first,
    int second,
    int wide) {

  boolean isPair() {
    return first != second;
  }

  /**
   * The blocks of a width.
   *
   * @param normalization name of the batch normalization behind them, or anything
   */
  static List<OutputBlock> of(
      TensorWidth width, String normalization, Map<String, Choice> choices) {
    List<TensorWidth> parts = ChannelPositions.blocks(width);
    List<OutputBlock> blocks = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < parts.size(); i++) {
      OutputBlock block =
          of(
              parts.get(i),
              NormalizationKeys.block(normalization, i, parts.size()),
              choices,
              offset);
      blocks.add(block);
      offset += block.wide;
    }
    return blocks;
  }

  private static OutputBlock of(
      TensorWidth part, String key, Map<String, Choice> choices, int offset) {
    if (part.units().isEmpty()) {
      int channels = part.at(Map.of());
      return new OutputBlock(
          key, part, "", Choice.Pair.oneHot(channels), offset, channels, channels, channels);
    }
    if (part.units().size() > 1) {
      throw new IllegalStateException(part + " is written channel by channel, but is an Add's");
    }
    String unit = part.units().first();
    Choice choice = choices.get(unit);
    if (choice == null) {
      throw new IllegalStateException("no choice for " + unit);
    }
    int wide = part.at(Map.of(unit, choice.widest()));
    if (choice instanceof Choice.Pair p) {
      int first = part.at(Map.of(unit, p.firstWidth()));
      int second = part.at(Map.of(unit, p.secondWidth()));
      return new OutputBlock(key, part, unit, choice, offset, first, second, wide);
    }
    return new OutputBlock(key, part, unit, choice, offset, wide, wide, wide);
  }

  /** Channels of a narrower candidate within these. */
  int[] slice(ChannelPositions positions, boolean ofFirst) {
    if (choice instanceof Choice.Pair p && !unit.isEmpty()) {
      return positions.within(
          width,
          Map.of(unit, ofFirst ? p.firstWidth() : p.secondWidth()),
          Map.of(unit, choice.widest()));
    }
    return positions.within(width, Map.of(unit, choice.widest()), Map.of(unit, choice.widest()));
  }

  /** One row of ones and zeros for each candidate of a mask: the channels it has, row-major. */
  float[] candidateChannels(ChannelPositions positions, Choice.Mask mask) {
    float[] rows = new float[mask.candidates().size() * wide];
    for (int j = 0; j < mask.candidates().size(); j++) {
      Map<String, Integer> candidate = Map.of(unit, mask.candidates().get(j));
      for (int channel : positions.within(width, candidate, Map.of(unit, choice.widest()))) {
        rows[j * wide + channel] = 1;
      }
    }
    return rows;
  }
}
