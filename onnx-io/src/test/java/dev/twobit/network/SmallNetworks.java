package dev.twobit.network;

import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Sketch.Drawn;
import java.util.List;

/** One small network of every kind that ties or moves channels in a way of its own. */
final class SmallNetworks {
  private SmallNetworks() {}

  static List<Drawn> all() {
    return List.of(
        plain(),
        residual(),
        invertedResidual(),
        multiplied(),
        grouped(),
        regrouped(),
        fire(),
        dense(),
        depthwiseOnConcat(),
        gated(),
        gatedByConnected(),
        preactivated(),
        flattened(),
        channelsLast(),
        normalized(),
        shuffled(),
        splitAndShuffled(),
        sliced(),
        padded(),
        fixedByImage(),
        spatialGate(),
        upsampled(),
        splitAndFramed(),
        addedChannelsLast());
  }

  static Drawn plain() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.unit("b", s.unit("a", "x", 4), 6);
    return s.drawn("plain", s.classes(s.unit("c", x, 4)));
  }

  /** Identity, and a shortcut convolution where the width changes. */
  static Drawn residual() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.unit("stem", "x", 4);
    String main = s.bn("b.bn", s.conv("b", s.unit("a", x, 6), 4));
    x = s.relu("r1", s.sum("add1", main, x));
    String wide = s.conv("shortcut", s.pool("pool", x), 8, 1, 1, 1);
    main = s.conv("d", s.relu("c.relu", s.conv("c", x, 6, 3, 2, 1)), 8);
    return s.drawn("residual", s.classes(s.sum("add2", main, wide)));
  }

  static Drawn invertedResidual() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.unit("stem", "x", 4);
    for (int i = 1; i <= 2; i++) {
      String wide = s.unit("expand" + i, x, 8);
      String deep = s.relu("r" + i, s.bn("n" + i, s.depthwise("deep" + i, wide, 1)));
      x = s.sum("add" + i, x, s.conv("project" + i, deep, 4, 1, 1, 1));
    }
    return s.drawn("inverted residual", s.classes(x));
  }

  static Drawn multiplied() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String deep = s.depthwise("deep", s.unit("a", "x", 4), 3);
    return s.drawn("depthwise with multiplier", s.classes(s.conv("b", s.relu("r", deep), 5)));
  }

  /** As ResNeXt. */
  static Drawn grouped() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.unit("stem", "x", 4);
    String main = s.conv("grouped", s.conv("reduce", x, 8, 1, 1, 1), 8, 3, 1, 4);
    main = s.conv("expand", s.relu("r", s.bn("n", main)), 4, 1, 1, 1);
    return s.drawn("grouped", s.classes(s.sum("add", main, x)));
  }

  /** As AlexNet. */
  static Drawn regrouped() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.conv("b", s.unit("a", "x", 4), 6, 3, 1, 2);
    return s.drawn("regrouped", s.classes(s.conv("c", x, 8, 3, 1, 2)));
  }

  static Drawn fire() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.relu("r", s.conv("squeeze", s.unit("stem", "x", 6), 3, 1, 1, 1));
    x = s.concat("cat", s.conv("one", x, 4, 1, 1, 1), s.conv("three", x, 5), s.relu("p", x));
    return s.drawn("fire", s.classes(s.conv("head", x, 7)));
  }

  static Drawn dense() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.conv("stem", "x", 4);
    for (int i = 1; i <= 2; i++) {
      String y = s.relu("r" + i, s.bn("n" + i, x));
      x = s.concat("cat" + i, x, s.conv("grow" + i, y, 3));
    }
    return s.drawn("dense", s.classes(s.conv("transition", s.bn("n3", x), 5, 1, 1, 1)));
  }

  static Drawn depthwiseOnConcat() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.concat("cat", s.conv("a", "x", 4), s.conv("b", "x", 5));
    return s.drawn(
        "depthwise on concat", s.classes(s.conv("c", s.bn("n", s.depthwise("deep", x, 1)), 4)));
  }

  static Drawn gated() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String stem = s.unit("stem", "x", 6);
    String deep = s.relu("r", s.depthwise("deep", s.conv("expand", stem, 8, 1, 1, 1), 1));
    String gate = s.relu("r2", s.conv("reduce", s.mean("m", deep), 3, 1, 1, 1));
    gate = s.sigmoid("g", s.conv("restore", gate, 8, 1, 1, 1));
    String x = s.conv("project", s.product("scale", deep, gate), 6, 1, 1, 1);
    return s.drawn("squeeze and excitation", s.classes(s.sum("add", x, stem)));
  }

  /** Squeeze and excitation by fully connected layers, on a sum. */
  static Drawn gatedByConnected() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String stem = s.unit("stem", "x", 6);
    String block = s.sum("inner", s.conv("a", stem, 6), s.conv("b", stem, 6));
    String flat = s.reshape("f", s.mean("m", block), 1, -1);
    String gate = s.relu("r", s.connect("reduce", flat, 4));
    gate = s.reshape("u", s.sigmoid("g", s.connect("restore", gate, 6)), 1, -1, 1, 1);
    String x = s.conv("c", s.product("scale", block, gate), 4);
    return s.drawn("gate by fully connected layers", s.classes(x));
  }

  static Drawn preactivated() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.conv("stem", "x", 4);
    String main = s.conv("a", s.relu("r1", s.bn("n1", x)), 6);
    main = s.conv("b", s.relu("r2", s.bn("n2", main)), 4);
    x = s.sum("add", x, main);
    return s.drawn("preactivated", s.classes(s.relu("r3", s.bn("n3", x))));
  }

  static Drawn flattened() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.concat("cat", s.conv("a", "x", 4), s.conv("b", "x", 5));
    String flat = s.reshape("flat", s.pool("p", x), 1, -1);
    return s.drawn("flattened", s.connect("fc2", s.relu("r", s.connect("fc1", flat, 7)), 3));
  }

  /** Flattened with channels last, as TensorFlow writes it. */
  static Drawn channelsLast() {
    Sketch s = new Sketch(1, 6, 6, 3);
    String x = s.conv("b", s.conv("a", s.transpose("in", "x", 0, 3, 1, 2), 4), 5, 3, 2, 1);
    String flat = s.reshape("flat", s.transpose("out", x, 0, 2, 3, 1), 1, -1);
    return s.drawn("channels last", s.connect("fc", flat, 3));
  }

  /** Local response normalization and constants, of one value and of one a channel. */
  static Drawn normalized() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.constant("input", "x", ConstantOperation.SUBTRACT, 3, 1, 1);
    x = s.normalized("lrn", s.conv("a", x, 4));
    x = s.constant("scale", x, ConstantOperation.MULTIPLY, 1, 4, 1, 1);
    x = s.constant("half", x, ConstantOperation.MULTIPLY, 1);
    return s.drawn("normalized", s.classes(s.conv("b", x, 6)));
  }

  /** As ShuffleNet v1. */
  static Drawn shuffled() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String stem = s.unit("stem", "x", 8);
    String x = s.relu("r", s.conv("reduce", stem, 4, 1, 1, 2));
    x = s.depthwise("deep", shuffle(s, x, 2), 1);
    x = s.conv("expand", x, 8, 1, 1, 2);
    return s.drawn("shuffled", s.classes(s.sum("add", stem, x)));
  }

  /** As ShuffleNet v2. */
  static Drawn splitAndShuffled() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String stem = s.unit("stem", "x", 4);
    String left = s.conv("left", s.depthwise("left.deep", stem, 1), 6, 1, 1, 1);
    String right = s.conv("right", s.depthwise("right.deep", s.conv("r1", stem, 5), 1), 6, 1, 1, 1);
    String x = shuffle(s, s.concat("cat1", left, right), 2);
    String kept = s.slice("kept", x, 0, 6, 1);
    String taken = s.slice("taken", x, 6, 12, 1);
    taken = s.conv("t2", s.depthwise("t.deep", s.conv("t1", taken, 4), 1), 6, 1, 1, 1);
    x = s.concat("cat2", kept, taken);
    return s.drawn("split and shuffled", s.classes(s.conv("head", x, 5)));
  }

  private static String shuffle(Sketch s, String x, int groups) {
    String split = s.reshape(x + ".split", x, 1, groups, -1, 6, 6);
    String swapped = s.transpose(x + ".swap", split, 0, 2, 1, 3, 4);
    return s.reshape(x + ".merge", swapped, 1, -1, 6, 6);
  }

  /** A concatenation cut where its blocks meet, and one block cut in its midst. */
  static Drawn sliced() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.concat("cat", s.conv("a", "x", 4), s.conv("b", "x", 5));
    String y = s.conv("c", s.slice("first", x, 0, 4, 1), 6);
    String z = s.conv("d", s.slice("second", x, 4, 9, 1), 4);
    y = s.concat("cat2", s.slice("cut", y, 0, 3, 1), z);
    return s.drawn("sliced", s.classes(s.conv("e", y, 4)));
  }

  /** A shortcut that is a strided slice, padded with channels of zeros. */
  static Drawn padded() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.unit("stem", "x", 4);
    String identity = s.pad("pad", s.slice("stride", x, 0, 4, 2), 2, 2);
    String main = s.conv("b", s.relu("r", s.conv("a", x, 6, 3, 2, 1)), 8);
    return s.drawn("padded", s.classes(s.sum("add", main, identity)));
  }

  static Drawn fixedByImage() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.sum("add", s.conv("b", s.conv("a", "x", 4), 3), "x");
    return s.drawn("sum with the image", s.classes(s.conv("c", s.depthwise("d", x, 1), 4)));
  }

  /** A gate of one channel for all. */
  static Drawn spatialGate() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.conv("a", "x", 4);
    String gate = s.sigmoid("g", s.conv("gate", x, 1));
    return s.drawn("spatial gate", s.classes(s.conv("b", s.product("scale", x, gate), 5)));
  }

  static Drawn upsampled() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.unit("a", "x", 4);
    x =
        s.add(
            new Layer.TransposedConvolution("up", x, "up", 4, 4, Window.square(2, 2, 0), 1, true));
    return s.drawn("upsampled", s.classes(s.conv("b", x, 5)));
  }

  /** Padded while its channels are on two axes. */
  static Drawn splitAndFramed() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String split = s.reshape("split", s.conv("a", "x", 4), 1, 2, -1, 6, 6);
    String x = s.reshape("merge", s.framed("frame", split), 1, -1, 8, 8);
    return s.drawn("split and framed", s.classes(s.conv("b", x, 6)));
  }

  /** A sum of (N,H,W,C). */
  static Drawn addedChannelsLast() {
    Sketch s = new Sketch(1, 3, 6, 6);
    String x = s.conv("a", "x", 4);
    String main = s.transpose("t1", s.conv("b", x, 4), 0, 2, 3, 1);
    String sum = s.sum("add", main, s.transpose("t2", x, 0, 2, 3, 1));
    String first = s.transpose("t3", sum, 0, 3, 1, 2);
    return s.drawn("added channels last", s.classes(s.conv("c", first, 6)));
  }
}
