package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.onnx.CodedTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A float computation's codes of one image, by the tensors of the integer network. */
final class FloatCodes {
  private final DeployedNetwork deployed;
  private final Map<CodedTensor, byte[]> given;
  private final Set<CodedTensor> compared;
  private final Map<CodedTensor, Optional<int[]>> found = new HashMap<>();

  /**
   * @param compared told of what was asked for
   */
  FloatCodes(DeployedNetwork deployed, Map<CodedTensor, byte[]> given, Set<CodedTensor> compared) {
    this.deployed = deployed;
    this.given = given;
    this.compared = compared;
  }

  Optional<int[]> of(CodedTensor wanted) {
    return found.computeIfAbsent(wanted, this::find);
  }

  private Optional<int[]> find(CodedTensor wanted) {
    return names(wanted.tensor())
        .map(name -> new CodedTensor(name, wanted.form()))
        .filter(given::containsKey)
        .findFirst()
        .map(this::noted);
  }

  private int[] noted(CodedTensor known) {
    compared.add(known);
    byte[] bytes = given.getOrDefault(known, new byte[0]);
    int[] codes = new int[bytes.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = bytes[i] & 0xff;
    }
    return codes;
  }

  /** Name of the tensor in the file, and of those that hold the same in another shape. */
  private Stream<String> names(String tensor) {
    String own = deployed.originals().getOrDefault(tensor, tensor);
    return Stream.concat(
        Stream.of(own),
        deployed.network().layers().stream()
            .filter(l -> l.asReshape().isPresent() && l.input().equals(own))
            .flatMap(l -> names(l.output())));
  }

  /** Codes that are only moved, without a step that writes them. */
  List<CodedTensor> moved(Set<String> written) {
    return given.keySet().stream()
        .filter(
            t ->
                !written.contains(t.tensor())
                    && deployed.network().layers().stream()
                        .anyMatch(l -> l.output().equals(t.tensor()) && l.keepsValues()))
        .toList();
  }

  /**
   * Forms in which the image is read, as it is or as what is made of it on the way: its
   * normalization.
   */
  List<CodedTensor> inputs(Set<String> written) {
    Map<String, Layer> producers = deployed.network().producers();
    return given.keySet().stream()
        .filter(t -> !written.contains(t.tensor()) && isConverted(t.tensor(), producers))
        .toList();
  }

  private boolean isConverted(String tensor, Map<String, Layer> producers) {
    Layer layer = producers.get(tensor);
    return layer == null || layer.asElementwise().isPresent() && isOfImage(layer, producers);
  }

  private static boolean isOfImage(Layer layer, Map<String, Layer> producers) {
    Layer before = producers.get(layer.input());
    boolean passed = layer.asElementwise().isPresent() || layer.keepsValues();
    return passed && layer.inputs().size() == 1 && (before == null || isOfImage(before, producers));
  }
}
