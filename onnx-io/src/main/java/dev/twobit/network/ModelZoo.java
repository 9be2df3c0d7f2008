package dev.twobit.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The paper's networks, untrained, exact to its MACs and PARAMs
 * (search/docs/methods.md#costs-as-the-paper-counts-them), and those that accelerators publish
 * latencies of: CIFAR networks read 32x32 images, ImageNet ones 224x224, unless another size is
 * asked for.
 */
public final class ModelZoo {
  private static final int LARGEST_IMAGE = 4096;

  private ModelZoo() {}

  /** A network of the zoo. */
  public enum Model {
    RESNET8(32, 10),
    RESNET20(32, 10),
    RESNET32(32, 10),
    RESNET56(32, 10),
    VGG16(32, 10),
    RESNET18(224, 1000),
    RESNET50(224, 1000),
    /** Stride in a bottleneck's first 1x1 convolution, as first published (arXiv 1512.03385). */
    RESNET50_V1(224, 1000),
    /** arXiv 1704.04861, width 1. */
    MOBILENET_V1(224, 1000),
    /** arXiv 1801.04381, width 1. */
    MOBILENET_V2(224, 1000),
    /** Version 1.1, of a third of the MACs of 1.0 (arXiv 1602.07360 and its repository). */
    SQUEEZENET(224, 1000),
    /** GoogLeNet with batch normalization and 3x3 in place of 5x5, as TF-Slim and torchvision. */
    INCEPTION_V1(224, 1000),
    /** With its three fully connected layers (arXiv 1409.1556, configuration D). */
    VGG16_224(224, 1000);

    private final int imageSize;
    private final int classes;

    Model(int imageSize, int classes) {
      this.imageSize = imageSize;
      this.classes = classes;
    }

    /** Height and width of the images it was made for. */
    public int imageSize() {
      return imageSize;
    }

    /** Classes of the data set it was made for. */
    public int defaultClasses() {
      return classes;
    }

    /** Name on the command line, such as {@code resnet50-v1}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names. */
    public static List<String> keys() {
      return Arrays.stream(values()).map(Model::key).toList();
    }

    /** Throws {@link InvalidInputException} naming the choices. */
    public static Model of(String key) {
      return Arrays.stream(values())
          .filter(m -> m.key().equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      "model '"
                          + key
                          + "' is not known; expected one of "
                          + String.join(", ", keys())));
    }
  }

  /**
   * @param inputChannels 1 or 3 for images; at least 1
   * @param classes at least 2
   * @param seed of the weights: the same seed gives the same file
   */
  public static Network build(Model model, int inputChannels, int classes, long seed) {
    return build(model, inputChannels, classes, model.imageSize, seed);
  }

  /**
   * @param imageSize height and width of the image, 1 to 4096; too small for the network's windows
   *     is an {@link InvalidInputException} that names the layer
   */
  public static Network build(
      Model model, int inputChannels, int classes, int imageSize, long seed) {
    return build(model, inputChannels, classes, imageSize, new Random(seed), true);
  }

  /** Layers and shapes without weights: enough to count and to simulate. */
  public static Network architecture(Model model, int imageSize) {
    return build(model, 3, model.classes, imageSize, new Random(0), false);
  }

  private static Network build(
      Model model, int inputChannels, int classes, int imageSize, Random random, boolean weighted) {
    if (inputChannels < 1 || classes < 2) {
      throw new InvalidInputException(
          model.key()
              + ": found "
              + inputChannels
              + " input channels and "
              + classes
              + " classes, expected at least 1 and 2");
    }
    if (imageSize < 1 || imageSize > LARGEST_IMAGE) {
      throw new InvalidInputException(
          model.key() + ": found an image of " + imageSize + " pixels, expected 1 to 4096");
    }
    TensorShape image = TensorShape.of(1, inputChannels, imageSize, imageSize);
    NetworkBuilder builder = new NetworkBuilder("image", image, random, weighted);
    String scores =
        switch (model) {
          case RESNET8 -> classified(builder, cifarResNet(builder, 1), classes);
          case RESNET20 -> classified(builder, cifarResNet(builder, 3), classes);
          case RESNET32 -> classified(builder, cifarResNet(builder, 5), classes);
          case RESNET56 -> classified(builder, cifarResNet(builder, 9), classes);
          case VGG16 -> classified(builder, vgg16(builder), classes);
          case RESNET18 -> classified(builder, basicResNet(builder, List.of(2, 2, 2, 2)), classes);
          case RESNET50 ->
              classified(builder, bottleneckResNet(builder, List.of(3, 4, 6, 3), false), classes);
          case RESNET50_V1 ->
              classified(builder, bottleneckResNet(builder, List.of(3, 4, 6, 3), true), classes);
          case MOBILENET_V1 -> MobileNets.v1(builder, classes);
          case MOBILENET_V2 -> MobileNets.v2(builder, classes);
          case SQUEEZENET -> ImageNetClassics.squeezeNet(builder, classes);
          case INCEPTION_V1 -> ImageNetClassics.inceptionV1(builder, classes);
          case VGG16_224 -> ImageNetClassics.vgg16(builder, classes);
        };
    return builder.build(model.key(), scores);
  }

  private static String classified(NetworkBuilder b, String features, int classes) {
    return b.fullyConnected("fc", b.globalAverage("avgpool", features), classes);
  }

  static String unit(
      NetworkBuilder b, String name, String in, int channels, int kernel, int stride) {
    return b.batchNormalization(
        name + ".bn", b.convolution(name + ".conv", in, channels, kernel, stride));
  }

  static String activeUnit(
      NetworkBuilder b, String name, String in, int channels, int kernel, int stride) {
    return b.relu(name + ".relu", unit(b, name, in, channels, kernel, stride));
  }

  /**
   * 6 x blocks + 2 layers; shortcuts of changed width are average pooling and a 1x1 convolution.
   */
  private static String cifarResNet(NetworkBuilder b, int blocks) {
    String x = activeUnit(b, "stem", "image", 16, 3, 1);
    for (int stage = 0; stage < 3; stage++) {
      for (int block = 0; block < blocks; block++) {
        String name = "stage" + (stage + 1) + ".block" + (block + 1);
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String shortcut = x;
        if (stride == 2) {
          String pooled = b.averagePooling(name + ".shortcut.pool", x, 2);
          shortcut = b.convolution(name + ".shortcut.conv", pooled, 16 << stage, 1, 1);
        }
        String main = activeUnit(b, name + ".a", x, 16 << stage, 3, stride);
        x = residual(b, name, unit(b, name + ".b", main, 16 << stage, 3, 1), shortcut);
      }
    }
    return x;
  }

  private static String residual(NetworkBuilder b, String name, String main, String shortcut) {
    return b.relu(name + ".relu", b.sum(name + ".add", main, shortcut));
  }

  private static String vgg16(NetworkBuilder b) {
    int[][] stages = {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}};
    String x = "image";
    for (int stage = 0; stage < stages.length; stage++) {
      for (int i = 0; i < stages[stage][1]; i++) {
        x = activeUnit(b, "stage" + (stage + 1) + "." + (i + 1), x, stages[stage][0], 3, 1);
      }
      x = b.maxPooling("stage" + (stage + 1) + ".pool", x, 2, 2, 0);
    }
    return x;
  }

  private static String basicResNet(NetworkBuilder b, List<Integer> blocks) {
    String x = imageNetStem(b);
    for (int stage = 0; stage < blocks.size(); stage++) {
      int width = 64 << stage;
      for (int block = 0; block < blocks.get(stage); block++) {
        String name = block(stage, block);
        int stride = stride(stage, block);
        String shortcut = shortcut(b, name, x, width, stride);
        String main = activeUnit(b, name + ".a", x, width, 3, stride);
        x = residual(b, name, unit(b, name + ".b", main, width, 3, 1), shortcut);
      }
    }
    return x;
  }

  /**
   * @param early the stride stands in a bottleneck's first 1x1 convolution (v1), not in its 3x3 one
   *     (v1.5)
   */
  private static String bottleneckResNet(NetworkBuilder b, List<Integer> blocks, boolean early) {
    String x = imageNetStem(b);
    for (int stage = 0; stage < blocks.size(); stage++) {
      int width = 64 << stage;
      for (int block = 0; block < blocks.get(stage); block++) {
        String name = block(stage, block);
        int stride = stride(stage, block);
        String shortcut = shortcut(b, name, x, 4 * width, stride);
        String main = activeUnit(b, name + ".a", x, width, 1, early ? stride : 1);
        main = activeUnit(b, name + ".b", main, width, 3, early ? 1 : stride);
        x = residual(b, name, unit(b, name + ".c", main, 4 * width, 1, 1), shortcut);
      }
    }
    return x;
  }

  private static String imageNetStem(NetworkBuilder b) {
    return b.maxPooling("stem.pool", activeUnit(b, "stem", "image", 64, 7, 2), 3, 2, 1);
  }

  private static String block(int stage, int block) {
    return "stage" + (stage + 1) + ".block" + (block + 1);
  }

  private static int stride(int stage, int block) {
    return stage > 0 && block == 0 ? 2 : 1;
  }

  /** A 1x1 convolution with batch normalization where the shape changes. */
  private static String shortcut(NetworkBuilder b, String name, String x, int output, int stride) {
    boolean changed = stride == 2 || b.channels(x) != output;
    return changed ? unit(b, name + ".shortcut", x, output, 1, stride) : x;
  }
}
