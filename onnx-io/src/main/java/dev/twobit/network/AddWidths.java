package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Resized;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the operands of an Add equally wide in an adapted network.
 *
 * @param layers of the adapted network so far; receives what is put before the Add
 * @param shapes of its tensors so far; receives those of what is put before the Add
 */
record AddWidths(
    Network original,
    UnequalOperands unequal,
    List<Layer> layers,
    Map<String, TensorShape> shapes) {

  /**
   * What an Add then reads and writes.
   *
   * @param inputs in order
   */
  record Met(List<String> inputs, TensorChannels result) {}

  /**
   * @param flow channels of the operands, in the adapted network too
   */
  Met meet(Layer add, ChannelFlow.Aligned flow) {
    List<String> whole = new ArrayList<>();
    for (int i = 0; i < add.inputs().size(); i++) {
      if (flow.met().operands().get(i).isPresent()) {
        whole.add(add.inputs().get(i));
      }
    }
    String main = AddOperands.main(original, whole);
    TensorChannels ofMain = channels(add, flow, main).orElseThrow();
    TensorChannels result = unequal == UnequalOperands.PADDED ? widest(ofMain, flow) : ofMain;
    List<String> inputs = new ArrayList<>();
    for (String operand : add.inputs()) {
      boolean equal = channels(add, flow, operand).map(c -> c.now() == result.now()).orElse(true);
      inputs.add(equal ? operand : made(add, flow, operand, result));
    }
    return new Met(inputs, result);
  }

  private static Optional<TensorChannels> channels(
      Layer add, ChannelFlow.Aligned flow, String operand) {
    return flow.met().operands().get(add.inputs().indexOf(operand));
  }

  /** Of several widths the largest; where all are equal, channels stay what they are made of. */
  private static TensorChannels widest(TensorChannels main, ChannelFlow.Aligned flow) {
    int most = flow.met().whole().stream().mapToInt(TensorChannels::now).max().orElseThrow();
    boolean equal = flow.met().whole().stream().allMatch(c -> c.now() == most);
    int nominal = ChannelPiece.total(main.pieces());
    return equal ? main : main.with(List.of(new Resized(nominal, most)));
  }

  /** The tensor of an operand that has got the result's width. */
  private String made(Layer add, ChannelFlow.Aligned flow, String operand, TensorChannels result) {
    return switch (unequal) {
      case SHORTCUT -> shortcut(add, flow, operand, result.now());
      case PADDED -> padded(add, operand, result);
    };
  }

  private String shortcut(Layer add, ChannelFlow.Aligned flow, String operand, int width) {
    TensorShape in = shape(operand);
    if (!flow.bridgeable()) {
      throw misfit(
          add, "no shortcut convolution fits between " + in + " and " + width + " channels");
    }
    String name = name(add, "shortcut", operand);
    for (Layer layer : AddOperands.shortcut(name, operand, in.channels(), width)) {
      layers.add(layer);
      shapes.put(layer.output(), in.withChannels(width));
    }
    return name + ".out";
  }

  /** Channels of zeros behind those of the operand. */
  private String padded(Layer add, String operand, TensorChannels result) {
    TensorShape in = shape(operand);
    if (result.isSplit()) {
      throw misfit(add, "channels on two axes cannot be padded from " + in);
    }
    int axis = result.axis() - (original.shape(add.output()).rank() - in.rank());
    List<Integer> none = Collections.nCopies(in.rank(), 0);
    List<Integer> behind = new ArrayList<>(none);
    behind.set(axis, result.now() - in.dim(axis));
    List<Integer> dims = new ArrayList<>(in.dims());
    dims.set(axis, result.now());
    String name = name(add, "pad", operand);
    // Behind what writes it: by the Add it is then in memory, and the Add can be done in passing.
    layers.add(writer(operand) + 1, new Layer.Pad(name, operand, name + ".out", none, behind, 0));
    shapes.put(name + ".out", new TensorShape(dims));
    return name + ".out";
  }

  /** Place of the layer that writes a tensor; -1 for the network's input. */
  private int writer(String tensor) {
    int at = layers.size() - 1;
    while (at >= 0 && !layers.get(at).output().equals(tensor)) {
      at--;
    }
    return at;
  }

  private String name(Layer add, String what, String operand) {
    String name = add.name() + "." + what;
    return shapes.containsKey(name + ".out") ? name + "." + operand : name;
  }

  private TensorShape shape(String tensor) {
    return Optional.ofNullable(shapes.get(tensor)).orElseThrow();
  }

  private InvalidInputException misfit(Layer add, String what) {
    return new InvalidInputException(original.name() + ": node '" + add.name() + "': " + what);
  }
}
