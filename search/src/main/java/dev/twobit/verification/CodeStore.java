package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Codes of tensors while a network runs, packed: unsigned, 0 being the least code of the form. */
final class CodeStore {
  private final Network network;
  private final float[] image;
  private final NetworkQuantization quantization;
  private final boolean anyWidth;
  private final Map<String, Layer> producers;
  private final Map<CodedTensor, PackedCodes> codes = new HashMap<>();
  private final Map<String, float[]> real = new HashMap<>();

  /**
   * @param image what the network's input holds
   * @param quantization of the network; if it is empty, integers stand for nothing, and a tensor
   *     may be read in a width it was not written in: its codes are shifted
   */
  CodeStore(Network network, float[] image, NetworkQuantization quantization) {
    this.network = network;
    this.image = image;
    this.quantization = quantization;
    this.anyWidth = quantization.inputs().isEmpty();
    this.producers = network.producers();
  }

  void put(CodedTensor tensor, int[] values) {
    codes.put(tensor, PackedCodes.of(values, tensor.form().bits()));
  }

  /** What a tensor holds that no step has the integers of. */
  void putReal(String tensor, float[] values) {
    real.put(tensor, values);
  }

  /** Codes of real values, as QuantizeLinear rounds them. */
  static int[] quantize(float[] values, Activations form) {
    int[] codes = new int[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = form.code(values[i]) - form.leastCode();
    }
    return codes;
  }

  /** Codes as they were written, or moved from where they were written. */
  int[] get(CodedTensor wanted) {
    PackedCodes known = codes.get(wanted);
    if (known != null) {
      return known.unpacked();
    }
    if (network.inputs().contains(wanted.tensor())) {
      int[] read = quantize(image, wanted.form());
      put(wanted, read);
      return read;
    }
    float[] values = real.get(wanted.tensor());
    if (values != null) {
      int[] read = quantize(values, wanted.form());
      put(wanted, read);
      return read;
    }
    Layer producer = producers.get(wanted.tensor());
    if (producer == null || !producer.keepsValues()) {
      return otherWidth(wanted);
    }
    int[] moved = movedAsRead(producer, wanted.form());
    put(wanted, moved);
    return moved;
  }

  /** What a layer moves has the form that it reads; where another is wanted, it is rounded anew. */
  private int[] movedAsRead(Layer layer, Activations wanted) {
    List<Activations> own =
        quantization.inputs().getOrDefault(layer.name(), List.of()).stream().distinct().toList();
    if (own.size() != 1 || own.get(0).equals(wanted)) {
      return moved(layer, wanted);
    }
    Activations form = own.get(0);
    int[] codesRead = moved(layer, form);
    float[] values = new float[codesRead.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (codesRead[i] + form.leastCode()) * form.step();
    }
    return quantize(values, wanted);
  }

  private int[] moved(Layer layer, Activations form) {
    List<WeightTensor> inputs = new ArrayList<>();
    for (String tensor : layer.inputs()) {
      int[] own = get(new CodedTensor(tensor, form));
      float[] values = new float[own.length];
      for (int i = 0; i < own.length; i++) {
        values[i] = own[i];
      }
      inputs.add(new WeightTensor(network.shape(tensor), values));
    }
    // Padding is real zero, whose code it becomes.
    Layer inCodes =
        layer
            .asPad()
            .<Layer>map(
                p ->
                    new Layer.Pad(
                        p.name(), p.input(), p.output(), p.before(), p.after(), padCode(p, form)))
            .orElse(layer);
    float[] values =
        ReferenceExecutor.apply(
                inCodes, inputs, network.parameters(), network.shape(layer.output()))
            .values();
    int[] result = new int[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (int) values[i];
    }
    return result;
  }

  /** The code of what is padded. */
  static int padCode(Layer.Pad pad, Activations form) {
    return quantize(new float[] {(float) pad.value()}, form)[0];
  }

  /**
   * What the fetch unit makes of the image: the real values' codes, or, where the integers stand
   * for nothing, those of the image.
   */
  private int[] converted(CodedTensor wanted) {
    Layer layer = producers.get(wanted.tensor());
    if (layer == null || layer.asElementwise().isEmpty()) {
      throw new IllegalStateException(wanted + " has not been computed");
    }
    int[] read =
        anyWidth
            ? get(new CodedTensor(layer.input(), wanted.form()))
            : quantize(ofImage(wanted.tensor()).values(), wanted.form());
    put(wanted, read);
    return read;
  }

  private WeightTensor ofImage(String tensor) {
    if (network.inputs().contains(tensor)) {
      return new WeightTensor(network.shape(tensor), image);
    }
    Layer layer = producers.get(tensor);
    if (layer == null || layer.inputs().size() != 1) {
      throw new IllegalStateException(tensor + " is not made of the image alone");
    }
    WeightTensor read = ofImage(layer.input());
    List<Activations> own = quantization.inputs().getOrDefault(layer.name(), List.of());
    return ReferenceExecutor.apply(
        layer,
        List.of(own.isEmpty() ? read : own.get(0).apply(read)),
        network.parameters(),
        network.shape(tensor));
  }

  /**
   * Where the integers stand for nothing, a tensor that was written in another width is shifted to
   * the one that is wanted.
   */
  private int[] otherWidth(CodedTensor wanted) {
    Optional<CodedTensor> written =
        codes.keySet().stream()
            .filter(t -> anyWidth && t.tensor().equals(wanted.tensor()))
            .max(Comparator.comparingInt(t -> t.form().bits()));
    if (written.isEmpty()) {
      return converted(wanted);
    }
    CodedTensor other = written.get();
    int shift = other.form().bits() - wanted.form().bits();
    int[] from = get(other);
    int[] to = new int[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = shift >= 0 ? from[i] >> shift : from[i] << -shift;
    }
    put(wanted, to);
    return to;
  }
}
