package dev.twobit.network;

import java.util.List;

/**
 * How an operator carries channels from what it reads to what it writes. {@link ChannelFlows} is
 * the one description of the operators; {@link ChannelPropagation} reads it as what has to be
 * equally wide, {@link WidthAdapter} as the widths that come out.
 */
sealed interface ChannelFlow {
  <R> R fold(Cases<R> cases);

  /** One a way. */
  interface Cases<R> {
    R chosen(Chosen flow);

    R multiplied(Multiplied flow);

    R carried(Carried flow);

    R equal(Equal flow);

    R aligned(Aligned flow);

    R split(Split flow);

    R merged(Merged flow);

    R shuffled(Shuffled flow);

    R lost();
  }

  /**
   * The layer itself chooses how many channels it writes.
   *
   * @param in what it reads
   * @param readable whether the channels of {@code in} are the ones that its weights are for
   * @param axis of those it writes
   * @param groups that divide both
   * @param searched whether another number may be chosen
   */
  record Chosen(
      TensorChannels in, boolean readable, int axis, int nominal, int groups, boolean searched)
      implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.chosen(this);
    }
  }

  /** So many channels for each that is read, each worked on by itself. */
  record Multiplied(TensorChannels in, int each) implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.multiplied(this);
    }
  }

  /** Every channel that is written is one that is read, or constant. */
  record Carried(TensorChannels result) implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.carried(this);
    }
  }

  /**
   * Operands meet channel by channel and have to be equally wide, as is the result.
   *
   * @param spread of one value for all channels, which has to stay one
   */
  record Equal(List<TensorChannels> operands, List<TensorChannels> spread) implements ChannelFlow {
    public Equal {
      operands = List.copyOf(operands);
      spread = List.copyOf(spread);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.equal(this);
    }
  }

  /**
   * Operands meet channel by channel; those of another width may be given a shortcut.
   *
   * @param met empty for an operand of one value for all channels
   * @param bridgeable whether a convolution fits on the operands
   */
  record Aligned(Broadcasting met, boolean bridgeable) implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.aligned(this);
    }
  }

  /** The axis of the channels is cut in two: their number has to be a multiple of the groups. */
  record Split(TensorChannels result) implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.split(this);
    }
  }

  /** The two axes of the channels {@code in} are one again, in the order they had. */
  record Merged(TensorChannels in, TensorChannels result) implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.merged(this);
    }
  }

  /** The same after the two axes have changed places: channels of the groups are taken in turns. */
  record Shuffled(TensorChannels in, TensorChannels result) implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.shuffled(this);
    }
  }

  /** Nothing is known of the result's channels but their number, which has to stay. */
  record Lost() implements ChannelFlow {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.lost();
    }
  }
}
