package dev.twobit.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The paper's networks, untrained, exact to its MACs and PARAMs (SPEC 5.1): CIFAR networks read
 * 32x32 images, ImageNet ones 224x224.
 */
public final class ModelZoo {
  private ModelZoo() {}

  /** A network of the zoo. */
  public enum Model {
    RESNET8(32, 10),
    RESNET20(32, 10),
    RESNET32(32, 10),
    RESNET56(32, 10),
    VGG16(32, 10),
    RESNET18(224, 1000),
    RESNET50(224, 1000);

    private final int imageSize;
    private final int classes;

    Model(int imageSize, int classes) {
      this.imageSize = imageSize;
      this.classes = classes;
    }

    /** Height and width of its images. */
    public int imageSize() {
      return imageSize;
    }

    /** Classes of the data set it was made for. */
    public int defaultClasses() {
      return classes;
    }

    /** Name on the command line, such as {@code resnet20}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
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
                          + Arrays.stream(values())
                              .map(Model::key)
                              .collect(Collectors.joining(", "))));
    }
  }

  /**
   * @param inputChannels 1 or 3 for images; at least 1
   * @param classes at least 2
   * @param seed of the weights: the same seed gives the same file
   */
  public static Network build(Model model, int inputChannels, int classes, long seed) {
    if (inputChannels < 1 || classes < 2) {
      throw new InvalidInputException(
          model.key()
              + ": found "
              + inputChannels
              + " input channels and "
              + classes
              + " classes, expected at least 1 and 2");
    }
    TensorShape image = TensorShape.of(1, inputChannels, model.imageSize, model.imageSize);
    NetworkBuilder builder = new NetworkBuilder("image", image, new Random(seed));
    String features =
        switch (model) {
          case RESNET8 -> cifarResNet(builder, 1);
          case RESNET20 -> cifarResNet(builder, 3);
          case RESNET32 -> cifarResNet(builder, 5);
          case RESNET56 -> cifarResNet(builder, 9);
          case VGG16 -> vgg16(builder);
          case RESNET18 -> imageNetResNet(builder, List.of(2, 2, 2, 2), false);
          case RESNET50 -> imageNetResNet(builder, List.of(3, 4, 6, 3), true);
        };
    String pooled = builder.globalAverage("avgpool", features);
    return builder.build(model.key(), builder.fullyConnected("fc", pooled, classes));
  }

  private static String unit(
      NetworkBuilder b, String name, String in, int channels, int kernel, int stride) {
    return b.batchNormalization(
        name + ".bn", b.convolution(name + ".conv", in, channels, kernel, stride));
  }

  private static String activeUnit(
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

  /** Stride in the 3x3 convolution of a bottleneck, batch normalization in shortcuts. */
  private static String imageNetResNet(NetworkBuilder b, List<Integer> blocks, boolean bottleneck) {
    String x = b.maxPooling("stem.pool", activeUnit(b, "stem", "image", 64, 7, 2), 3, 2, 1);
    for (int stage = 0; stage < blocks.size(); stage++) {
      int width = 64 << stage;
      int output = bottleneck ? 4 * width : width;
      for (int block = 0; block < blocks.get(stage); block++) {
        String name = "stage" + (stage + 1) + ".block" + (block + 1);
        int stride = stage > 0 && block == 0 ? 2 : 1;
        boolean changed = stride == 2 || b.channels(x) != output;
        String shortcut = changed ? unit(b, name + ".shortcut", x, output, 1, stride) : x;
        String main =
            bottleneck
                ? activeUnit(b, name + ".a", x, width, 1, 1)
                : activeUnit(b, name + ".a", x, width, 3, stride);
        main =
            bottleneck
                ? unit(
                    b,
                    name + ".c",
                    activeUnit(b, name + ".b", main, width, 3, stride),
                    output,
                    1,
                    1)
                : unit(b, name + ".b", main, output, 3, 1);
        x = residual(b, name, main, shortcut);
      }
    }
    return x;
  }
}
