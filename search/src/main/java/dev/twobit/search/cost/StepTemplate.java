package dev.twobit.search.cost;

import dev.twobit.search.space.TensorWidth;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step of derived networks, by the widths of all tensors that its layers read and write. A
 * convolution at any widths is known from one, and so are a pad and, but for a single channel, a
 * step whose tensors are all equally wide; any other is known at the widths of networks that were
 * lowered.
 */
final class StepTemplate {
  private static final int MOST_WIDTHS = 1 << 14;

  /**
   * A step at some widths, how often it runs, and what its channels follow.
   *
   * @param in of a step of the post-processor another than {@code out} where it pads
   */
  record Channels(LayerWorkload step, int runs, TensorWidth in, TensorWidth out) {
    private KnownStep at(Map<String, Integer> widths, WorkloadCosts costs) {
      return costs.step(with(in.at(widths), out.at(widths)), runs);
    }

    private LayerWorkload with(int read, int written) {
      return step instanceof LayerWorkload.PostProcessing post && !in.equals(out)
          ? post.padding(read, written)
          : step.withChannels(read, written);
    }

    /**
     * Whether the step follows from these widths: the post-processor reads numbers that differ from
     * channel to channel, but a single channel's are in registers.
     */
    private boolean tellsAt(Map<String, Integer> widths) {
      return !(step instanceof LayerWorkload.PostProcessing post)
          || post.parameterBytes() == 0
          || out.at(widths) > 1;
    }

    /** The same of all steps that differ in these channels alone. */
    Channels shape() {
      boolean grouped = step instanceof LayerWorkload.Convolution c && c.groups() > 1;
      return new Channels(grouped ? step : with(1, 1), runs, in, out);
    }
  }

  /** Widths of the operands. */
  private static final class Key {
    private final int[] widths;

    private Key(int[] widths) {
      this.widths = widths;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(widths);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key k && Arrays.equals(widths, k.widths);
    }
  }

  private final TensorWidth[] operands;
  private final Optional<Channels> channels;
  private final Remembered<Key, KnownStep> known = new Remembered<>(MOST_WIDTHS);

  /**
   * @param operands all that the step changes with
   * @param channels empty if only a lowered network tells
   */
  StepTemplate(List<TensorWidth> operands, Optional<Channels> channels) {
    this.operands = operands.toArray(TensorWidth[]::new);
    this.channels = channels;
  }

  /** The step where units are as wide as given; empty if no such network was lowered yet. */
  Optional<KnownStep> at(Map<String, Integer> widths, WorkloadCosts costs) {
    Key key = key(widths);
    Optional<KnownStep> found = known.find(key);
    return found.isPresent()
        ? found
        : told(widths).map(c -> known.get(key, k -> c.at(widths, costs)));
  }

  private Optional<Channels> told(Map<String, Integer> widths) {
    return channels.filter(c -> c.tellsAt(widths));
  }

  /**
   * Takes down what a network of these widths was lowered to.
   *
   * @return whether {@link #at} says so too
   */
  boolean learn(Map<String, Integer> widths, LoweredLayer lowered, WorkloadCosts costs) {
    KnownStep step = costs.step(lowered.workload(), lowered.runs());
    boolean foretold = told(widths).map(c -> c.at(widths, costs) == step).orElse(true);
    return foretold && known.get(key(widths), k -> step) == step;
  }

  private Key key(Map<String, Integer> widths) {
    int[] at = new int[operands.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = operands[i].at(widths);
    }
    return new Key(at);
  }
}
