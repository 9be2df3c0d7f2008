package dev.twobit.experiment.trial;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.io.Sha256;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.TrainingSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What trials name, read once, and only if it still is what they name. May be used from any number
 * of threads.
 */
public final class Subjects {
  /** Images, evenly spread over a data set, that enter its digest beside every label. */
  private static final int DIGEST_IMAGES = 4096;

  private final Map<String, PreparedNetwork> networks = new HashMap<>();
  private final Map<Images, PreparedData> images = new HashMap<>();
  private final Map<String, DatasetPair> sources = new HashMap<>();
  private final Map<String, Content> digests = new HashMap<>();
  private final Parents parents = new Parents();
  private final SearchParts searches = new SearchParts(this);

  /** A network by its file's bytes. */
  public static Content model(Path file) {
    return model(ModelSource.of(file));
  }

  /** A network by its file's bytes, and the sizes of its inputs where they are given. */
  public static Content model(ModelSource source) {
    return new Content(source.toString(), sha256(source));
  }

  private static String sha256(ModelSource source) {
    String file = fileSha256(source.file());
    String sizes = new ModelSource(Path.of(""), source.sizes()).toString();
    return source.sizes().isNone()
        ? file
        : TrialJson.sha256((file + sizes).getBytes(StandardCharsets.UTF_8));
  }

  private static String fileSha256(Path file) {
    OnnxImporter.requireFile(file);
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read; expected an ONNX file", e);
    }
  }

  /** An accelerator by the figures that are simulated. */
  public static Content hardware(String nameOrPath) {
    return new Content(nameOrPath, CanonicalValues.sha256(HardwareCatalog.load(nameOrPath)));
  }

  /** Images by their pixels and labels. */
  public synchronized Content data(String spec) {
    return digests.computeIfAbsent(spec, s -> new Content(s, digest(source(s))));
  }

  public synchronized DatasetPair source(String spec) {
    return sources.computeIfAbsent(spec, DatasetPair::load);
  }

  /** Throws a one-line error if the images are others than they were. */
  synchronized DatasetPair same(Content images) {
    require(images, data(images.where()).sha256(), "the data");
    return source(images.where());
  }

  private static String digest(DatasetPair pair) {
    MessageDigest digest = TrialJson.digest();
    add(digest, pair.train());
    add(digest, pair.test());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, ImageDataset data) {
    String shape =
        "%d images %dx%dx%d of %d classes "
            .formatted(data.size(), data.channels(), data.height(), data.width(), data.classes());
    digest.update(shape.getBytes(StandardCharsets.UTF_8));
    for (int label : data.labels()) {
      digest.update((byte) label);
      digest.update((byte) (label >> 8));
    }
    byte[] image = new byte[data.imageBytes()];
    int step = Math.max(1, data.size() / DIGEST_IMAGES);
    for (int i = 0; i < data.size(); i += step) {
      data.read(i, image, 0);
      digest.update(image);
    }
  }

  /** Networks that others inherit their weights from, each measured once. */
  Parents parents() {
    return parents;
  }

  /** What searches that differ in budgets and method have in common, measured once. */
  SearchParts searches() {
    return searches;
  }

  /** What is searched, counted and trained of it: canonical, with batch normalization. */
  public Network network(Content model) {
    return prepared(model).network();
  }

  public synchronized PreparedNetwork prepared(Content model) {
    return networks.computeIfAbsent(
        model.sha256(),
        sha -> {
          ModelSource source = ModelSource.parse(model.where());
          require(model, sha256(source), "the file");
          return PreparedNetwork.read(source);
        });
  }

  public HardwareConfig hardware(Content content) {
    require(content, hardware(content.where()).sha256(), "the accelerator");
    return HardwareCatalog.load(content.where());
  }

  /** Those of the data that are wanted, normalized as wanted. */
  public synchronized PreparedData images(Images wanted) {
    return images.computeIfAbsent(
        wanted,
        w -> {
          DatasetPair all = same(w.source());
          ImageDataset train = part(all.train(), w.trainPerClass());
          TrainingSplit split =
              w.heldOut()
                  .map(held -> held.split(train, this))
                  .orElseGet(() -> TrainingSplit.whole(train));
          DatasetPair part =
              new DatasetPair(all.spec(), split.train(), part(all.test(), w.testPerClass()));
          return PreparedData.of(part, w.normalization()).withHeldOut(split.heldOut());
        });
  }

  /** The first images of every class, in their order. */
  private static ImageDataset part(ImageDataset data, int perClass) {
    if (perClass == 0) {
      return data;
    }
    int[] seen = new int[data.classes()];
    int[] chosen =
        IntStream.range(0, data.size()).filter(i -> seen[data.label(i)]++ < perClass).toArray();
    return data.subset(data.name(), chosen);
  }

  private static void require(Content content, String found, String what) {
    if (!content.sha256().equals(found)) {
      throw new InvalidInputException(
          "%s: %s is no longer what the study began with: found sha256 %s, expected %s"
              .formatted(
                  content.where(),
                  what,
                  found.substring(0, 12),
                  content.sha256().substring(0, 12)));
    }
  }
}
