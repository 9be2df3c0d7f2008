package dev.twobit.network;

import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Sketch.Drawn;
import java.util.Random;

/**
 * Networks of blocks drawn at random, each of which ties, moves, splits or joins channels; blocks
 * read what the one before wrote, whatever its channels are made of.
 */
public final class RandomNetworks {
  private static final int PLANE = 6;
  private static final int BLOCKS = 6;

  private final Sketch sketch = new Sketch(1, 3, PLANE, PLANE);
  private final Random random;
  private int count;

  private RandomNetworks(long seed) {
    random = new Random(seed);
  }

  /** One with weights, on images of 3x6x6, of three classes. */
  public static Network network(long seed) {
    return of(seed).network();
  }

  static Drawn of(long seed) {
    return new RandomNetworks(seed).drawn("random " + seed);
  }

  private Drawn drawn(String name) {
    String x = sketch.unit("stem", "x", even());
    for (int i = 0; i < BLOCKS; i++) {
      x = block(x);
    }
    if (random.nextBoolean()) {
      return sketch.drawn(name, sketch.classes(x));
    }
    if (random.nextBoolean()) {
      String rows = sketch.reshape("rows.own.flat", sketch.mean("rows.own", x), 1, -1);
      String more = convolved(x, sketch.channels(x));
      String others = sketch.reshape("rows.other.flat", sketch.mean("rows.other", more), 1, -1);
      return sketch.drawn(name, sketch.connect("fc", sketch.sum("rows", rows, others), 3));
    }
    String flat = sketch.reshape("flat", x, 1, -1);
    return sketch.drawn(
        name, sketch.connect("fc2", sketch.relu("fc.relu", sketch.connect("fc1", flat, 5)), 3));
  }

  private String name(String what) {
    return what + count++;
  }

  private int even() {
    return 2 * (1 + random.nextInt(4));
  }

  private String block(String x) {
    return switch (random.nextInt(20)) {
      case 0 -> sketch.unit(name("conv"), x, even());
      case 1 -> sketch.conv(name("grouped"), convolved(x, even()), even(), 3, 1, 2);
      case 2 -> sketch.relu(name("relu"), sketch.depthwise(name("deep"), x, 1));
      case 3 -> sketch.depthwise(name("multiplied"), x, 2);
      case 4 -> residual(x);
      case 5 -> bridged(x);
      case 6 -> joined(x);
      case 7 -> parted(x);
      case 8 -> shuffled(x);
      case 9 -> gated(x);
      case 10 -> gatedByConnected(x);
      case 11 -> sketch.sloped(name("slope"), x);
      case 12 -> sketch.pool(name("pool"), resized(x));
      case 13 -> merged(sketch.framed(name("frame"), split(x)), x);
      case 14 -> merged(sketch.withoutLastRow(name("rows"), split(x)), x);
      case 15 -> merged(sketch.transpose(name("swap"), split(x), 0, 2, 1, 3, 4), x);
      case 16 -> addedChannelsLast(x);
      case 17, 18 -> bridgedByZeros(x);
      default -> constant(x);
    };
  }

  private String convolved(String x, int channels) {
    return sketch.conv(name("conv"), x, channels, random.nextBoolean() ? 1 : 3, 1, 1);
  }

  private String residual(String x) {
    String main = sketch.unit(name("conv"), x, even());
    main = sketch.bn(name("bn"), convolved(main, sketch.channels(x)));
    return random.nextBoolean()
        ? sketch.sum(name("add"), main, x)
        : sketch.relu(name("relu"), sketch.sum(name("add"), x, main));
  }

  private String bridged(String x) {
    int channels = even();
    String main = convolved(sketch.unit(name("conv"), x, even()), channels);
    return sketch.sum(name("add"), main, sketch.conv(name("shortcut"), x, channels, 1, 1, 1));
  }

  /** Every other pixel of the identity, with channels of zeros around (option A of ResNets). */
  private String bridgedByZeros(String from) {
    String x = random.nextBoolean() ? from : residual(from);
    int channels = sketch.channels(x);
    int before = random.nextInt(3);
    int after = random.nextInt(3);
    String main = sketch.unit(name("conv"), x, even());
    main = sketch.conv(name("half"), main, before + channels + after, 3, 2, 1);
    String identity = sketch.slice(name("half"), x, 0, channels, 2);
    identity = sketch.pad(name("zeros"), identity, before, after);
    return sketch.twice(
        name("twice"), sketch.sum(name("add"), main, identity), Resampling.Mode.NEAREST);
  }

  private String joined(String x) {
    String first = convolved(x, even());
    return switch (random.nextInt(3)) {
      case 0 -> sketch.concat(name("concat"), first, convolved(x, even()));
      case 1 -> sketch.concat(name("concat"), x, first);
      default -> sketch.concat(name("concat"), convolved(x, even()), first, x);
    };
  }

  /** Cut anywhere; one part is worked on. */
  private String parted(String x) {
    int channels = sketch.channels(x);
    int cut = 1 + random.nextInt(channels - 1);
    String front = sketch.slice(name("front"), x, 0, cut, 1);
    String back = sketch.slice(name("back"), x, cut, channels, 1);
    String worked =
        random.nextBoolean()
            ? convolved(front, even())
            : sketch.relu(name("relu"), sketch.depthwise(name("deep"), front, 1));
    return sketch.concat(name("concat"), back, worked);
  }

  private String shuffled(String x) {
    String grouped = sketch.conv(name("grouped"), convolved(x, even()), even(), 1, 1, 2);
    TensorShape s = sketch.shape(grouped);
    String split = sketch.reshape(name("split"), grouped, 1, 2, -1, s.height(), s.width());
    String swapped = sketch.transpose(name("swap"), split, 0, 2, 1, 3, 4);
    return sketch.reshape(name("merge"), swapped, 1, -1, s.height(), s.width());
  }

  /** Channels on two axes. */
  private String split(String x) {
    TensorShape s = sketch.shape(x);
    int groups = s.channels() % 2 == 0 ? 2 : 1;
    return sketch.reshape(name("split"), x, 1, groups, -1, s.height(), s.width());
  }

  private String merged(String split, String like) {
    TensorShape s = sketch.shape(split);
    String merged = sketch.reshape(name("merge"), split, 1, -1, s.dim(3), s.dim(4));
    TensorShape wanted = sketch.shape(like);
    return s.dim(3) > wanted.height() ? sketch.conv(name("conv"), merged, even()) : merged;
  }

  /** A sum that no convolution fits on. */
  private String addedChannelsLast(String x) {
    String main = convolved(x, sketch.channels(x));
    String sum =
        sketch.sum(
            name("add"),
            sketch.transpose(name("last"), main, 0, 2, 3, 1),
            sketch.transpose(name("last"), x, 0, 2, 3, 1));
    return sketch.transpose(name("first"), sum, 0, 3, 1, 2);
  }

  private String gated(String x) {
    String gate = sketch.conv(name("reduce"), sketch.mean(name("mean"), x), 3, 1, 1, 1);
    gate =
        sketch.conv(name("restore"), sketch.relu(name("relu"), gate), sketch.channels(x), 1, 1, 1);
    return sketch.product(name("scale"), x, sketch.sigmoid(name("gate"), gate));
  }

  private String gatedByConnected(String x) {
    String flat = sketch.reshape(name("flat"), sketch.mean(name("mean"), x), 1, -1);
    String gate = sketch.relu(name("relu"), sketch.connect(name("reduce"), flat, 3));
    gate = sketch.sigmoid(name("gate"), sketch.connect(name("restore"), gate, sketch.channels(x)));
    return sketch.product(name("scale"), x, sketch.reshape(name("plane"), gate, 1, -1, 1, 1));
  }

  private String resized(String x) {
    return sketch.twice(
        name("twice"), x, random.nextBoolean() ? Resampling.Mode.NEAREST : Resampling.Mode.LINEAR);
  }

  private String constant(String x) {
    return sketch.constant(
        name("constant"), x, ConstantOperation.MULTIPLY, 1, sketch.channels(x), 1, 1);
  }
}
