package dev.twobit.network;

import java.util.List;

/** SqueezeNet 1.1, Inception v1 and VGG-16 for ImageNet. */
final class ImageNetClassics {
  private ImageNetClassics() {}

  /** Version 1.1: convolutions with bias and no batch normalization, the classifier a 1x1 one. */
  static String squeezeNet(NetworkBuilder b, int classes) {
    String x = biasedUnit(b, "stem", "image", 64, 3, 2, 0);
    x = b.maxPooling("pool1", x, 3, 2, 0);
    x = fire(b, "fire2", x, 16, 64);
    x = fire(b, "fire3", x, 16, 64);
    x = b.maxPooling("pool3", x, 3, 2, 0);
    x = fire(b, "fire4", x, 32, 128);
    x = fire(b, "fire5", x, 32, 128);
    x = b.maxPooling("pool5", x, 3, 2, 0);
    x = fire(b, "fire6", x, 48, 192);
    x = fire(b, "fire7", x, 48, 192);
    x = fire(b, "fire8", x, 64, 256);
    x = fire(b, "fire9", x, 64, 256);
    return b.globalAverage("avgpool", biasedUnit(b, "classifier", x, classes, 1, 1, 0));
  }

  private static String fire(NetworkBuilder b, String name, String in, int squeezed, int expanded) {
    String x = biasedUnit(b, name + ".squeeze", in, squeezed, 1, 1, 0);
    return b.concatenation(
        name + ".concat",
        List.of(
            biasedUnit(b, name + ".expand1x1", x, expanded, 1, 1, 0),
            biasedUnit(b, name + ".expand3x3", x, expanded, 3, 1, 1)));
  }

  private static String biasedUnit(
      NetworkBuilder b, String name, String in, int channels, int kernel, int stride, int pad) {
    return b.relu(
        name + ".relu", b.biasedConvolution(name + ".conv", in, channels, kernel, stride, pad));
  }

  /**
   * arXiv 1409.4842, table 1, without the two classifiers that only training needs: 1x1; 3x3 and
   * its reduction; the second 3x3 (5x5 in the paper) and its reduction; projection of the pooled.
   */
  static String inceptionV1(NetworkBuilder b, int classes) {
    String x = ModelZoo.activeUnit(b, "stem", "image", 64, 7, 2);
    x = b.maxPoolingRoundedUp("pool1", x, 3, 2);
    x = ModelZoo.activeUnit(b, "conv2a", x, 64, 1, 1);
    x = ModelZoo.activeUnit(b, "conv2b", x, 192, 3, 1);
    x = b.maxPoolingRoundedUp("pool2", x, 3, 2);
    x = inception(b, "3a", x, 64, 96, 128, 16, 32, 32);
    x = inception(b, "3b", x, 128, 128, 192, 32, 96, 64);
    x = b.maxPoolingRoundedUp("pool3", x, 3, 2);
    x = inception(b, "4a", x, 192, 96, 208, 16, 48, 64);
    x = inception(b, "4b", x, 160, 112, 224, 24, 64, 64);
    x = inception(b, "4c", x, 128, 128, 256, 24, 64, 64);
    x = inception(b, "4d", x, 112, 144, 288, 32, 64, 64);
    x = inception(b, "4e", x, 256, 160, 320, 32, 128, 128);
    x = b.maxPooling("pool4", x, 2, 2, 0);
    x = inception(b, "5a", x, 256, 160, 320, 32, 128, 128);
    x = inception(b, "5b", x, 384, 192, 384, 48, 128, 128);
    return b.fullyConnected("fc", b.globalAverage("avgpool", x), classes);
  }

  private static String inception(
      NetworkBuilder b,
      String name,
      String in,
      int point,
      int reducedA,
      int convolvedA,
      int reducedB,
      int convolvedB,
      int projected) {
    String reduced3x3 = ModelZoo.activeUnit(b, name + ".b2.reduce", in, reducedA, 1, 1);
    String reduced5x5 = ModelZoo.activeUnit(b, name + ".b3.reduce", in, reducedB, 1, 1);
    String pooled = b.maxPooling(name + ".b4.pool", in, 3, 1, 1);
    return b.concatenation(
        name + ".concat",
        List.of(
            ModelZoo.activeUnit(b, name + ".b1", in, point, 1, 1),
            ModelZoo.activeUnit(b, name + ".b2", reduced3x3, convolvedA, 3, 1),
            ModelZoo.activeUnit(b, name + ".b3", reduced5x5, convolvedB, 3, 1),
            ModelZoo.activeUnit(b, name + ".b4", pooled, projected, 1, 1)));
  }

  /** Configuration D: thirteen 3x3 convolutions and three fully connected layers, with bias. */
  static String vgg16(NetworkBuilder b, int classes) {
    int[][] stages = {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}};
    String x = "image";
    for (int stage = 0; stage < stages.length; stage++) {
      for (int i = 0; i < stages[stage][1]; i++) {
        String name = "stage" + (stage + 1) + "." + (i + 1);
        x = biasedUnit(b, name, x, stages[stage][0], 3, 1, 1);
      }
      x = b.maxPooling("stage" + (stage + 1) + ".pool", x, 2, 2, 0);
    }
    x = b.relu("fc6.relu", b.fullyConnected("fc6", b.flattened("flatten", x), 4096));
    x = b.relu("fc7.relu", b.fullyConnected("fc7", x, 4096));
    return b.fullyConnected("fc8", x, classes);
  }
}
