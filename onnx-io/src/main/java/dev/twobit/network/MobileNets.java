package dev.twobit.network;

/** MobileNet v1 and v2 at width 1, with batch normalization behind every convolution. */
final class MobileNets {
  private MobileNets() {}

  /** arXiv 1704.04861, table 1. */
  static String v1(NetworkBuilder b, int classes) {
    int[][] blocks = {
      {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
      {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
    };
    String x = ModelZoo.activeUnit(b, "stem", "image", 32, 3, 2);
    for (int i = 0; i < blocks.length; i++) {
      String name = "block" + (i + 1);
      x =
          b.batchNormalization(
              name + ".depthwise.bn",
              b.depthwiseConvolution(name + ".depthwise.conv", x, blocks[i][1]));
      x = b.relu(name + ".depthwise.relu", x);
      x = ModelZoo.activeUnit(b, name + ".pointwise", x, blocks[i][0], 1, 1);
    }
    return b.fullyConnected("fc", b.globalAverage("avgpool", x), classes);
  }

  /** arXiv 1801.04381, table 2: expansion, channels, repetitions, stride. */
  static String v2(NetworkBuilder b, int classes) {
    int[][] stages = {
      {1, 16, 1, 1},
      {6, 24, 2, 2},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    String x = clippedUnit(b, "stem", "image", 32, 3, 2);
    for (int stage = 0; stage < stages.length; stage++) {
      int[] s = stages[stage];
      for (int block = 0; block < s[2]; block++) {
        String name = "stage" + (stage + 1) + ".block" + (block + 1);
        x = invertedResidual(b, name, x, s[0], s[1], block == 0 ? s[3] : 1);
      }
    }
    x = clippedUnit(b, "head", x, 1280, 1, 1);
    return b.fullyConnected("fc", b.globalAverage("avgpool", x), classes);
  }

  private static String invertedResidual(
      NetworkBuilder b, String name, String in, int expansion, int channels, int stride) {
    String x = in;
    if (expansion > 1) {
      x = clippedUnit(b, name + ".expand", x, expansion * b.channels(in), 1, 1);
    }
    x = b.depthwiseConvolution(name + ".depthwise.conv", x, stride);
    x = b.relu6(name + ".depthwise.relu", b.batchNormalization(name + ".depthwise.bn", x));
    x = ModelZoo.unit(b, name + ".project", x, channels, 1, 1);
    return stride == 1 && b.channels(in) == channels ? b.sum(name + ".add", in, x) : x;
  }

  private static String clippedUnit(
      NetworkBuilder b, String name, String in, int channels, int kernel, int stride) {
    return b.relu6(name + ".relu", ModelZoo.unit(b, name, in, channels, kernel, stride));
  }
}
