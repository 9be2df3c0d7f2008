package dev.twobit.onnx.read;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network of the {@link ModelZoo} by its name, where there is no file of that name. */
final class ZooSource {
  private static final int RANK = 4;
  private static final int COLORS = 3;

  private ZooSource() {}

  /**
   * Layers and shapes without weights, of the sizes asked for; empty where a file is named. A word
   * that is neither is told of in one line.
   */
  static Optional<Network> find(Path named, InputSizes sizes) {
    String name = named.toString();
    boolean word = named.getNameCount() == 1 && !name.contains(".");
    boolean known = ModelZoo.Model.keys().contains(name);
    boolean there = known ? Files.isRegularFile(named) : Files.exists(named);
    if (!word || there) {
      return Optional.empty();
    }
    if (!known) {
      throw new InvalidInputException(
          name
              + ": found no file and no network of that name; "
              + Suggestion.among(name, ModelZoo.Model.keys())
              + " (or the path of an ONNX model)");
    }
    return Optional.of(sized(ModelZoo.Model.of(name), sizes));
  }

  /** How a file of a network that is named where weights are wanted is had; else empty. */
  static String hint(Path named) {
    String name = named.toString();
    return ModelZoo.Model.keys().contains(name)
        ? ": 'twobit model %1$s %1$s.onnx' writes that network, untrained".formatted(name)
        : "";
  }

  private static Network sized(ModelZoo.Model model, InputSizes sizes) {
    int images = Math.max(1, sizes.batch());
    int extent = model.imageSize();
    for (Map.Entry<String, List<Integer>> stated : sizes.shapes().entrySet()) {
      List<Integer> shape = stated.getValue();
      String input = ModelZoo.architecture(model, extent).inputs().get(0);
      boolean known = stated.getKey().isEmpty() || stated.getKey().equals(input);
      if (!known
          || shape.size() != RANK
          || shape.get(1) != COLORS
          || !shape.get(2).equals(shape.get(3))) {
        throw new InvalidInputException(
            "--input-shape: found '%s%s', expected %s=1x%dx%dx%d or another square: %s reads such"
                .formatted(
                    stated.getKey().isEmpty() ? "" : stated.getKey() + "=",
                    InputSizes.text(shape),
                    input,
                    COLORS,
                    model.imageSize(),
                    model.imageSize(),
                    model.key()));
      }
      extent = shape.get(2);
      images = sizes.batch() == 0 ? shape.get(0) : images;
    }
    return ModelZoo.architecture(model, extent).withImages(images);
  }
}
