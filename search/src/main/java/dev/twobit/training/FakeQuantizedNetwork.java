package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.tensor.Convolutions;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The network as deployed, fake-quantized on libtorch: quantized layers by the very quantizers they
 * were trained with, everything else (first, last and shortcut layers, the residual path) by the
 * integers of its deployment. In the order of definitions: no scale is folded.
 */
public final class FakeQuantizedNetwork {
  private final Network network;
  private final LayerQuantizers quantizers;
  private final NetworkQuantization quantization;

  private FakeQuantizedNetwork(
      Network network, LayerQuantizers quantizers, NetworkQuantization quantization) {
    this.network = network;
    this.quantizers = quantizers;
    this.quantization = quantization;
  }

  /** The model after training: its weights and quantizers as they are now. */
  public static FakeQuantizedNetwork of(TrainableNetwork model, NetworkQuantization quantization) {
    return of(model, model.toNetwork(), quantization);
  }

  /**
   * The same within another network.
   *
   * @param network that has the model's layers, by their names
   */
  public static FakeQuantizedNetwork of(
      TrainableNetwork model, Network network, NetworkQuantization quantization) {
    return new FakeQuantizedNetwork(network, model.quantizers(), quantization);
  }

  /** The model of a file, whose quantizers are not known: integers everywhere. */
  public static FakeQuantizedNetwork of(Network network, NetworkQuantization quantization) {
    return new FakeQuantizedNetwork(network, LayerQuantizers.none(), quantization);
  }

  /**
   * One image.
   *
   * @param codes of the tensors that layers read quantized, counted from the least code of the form
   *     (unsigned bytes)
   */
  @SuppressWarnings("ArrayRecordComponent") // one row an image: never compared
  public record Image(float[] logits, Map<CodedTensor, byte[]> codes) {
    public Image {
      codes = Map.copyOf(codes);
    }
  }

  /** Logits of every image, in order. */
  public float[][] logits(ImageDataset data, Normalization normalization) {
    return Evaluator.logits(x -> forward(x, (coded, codes) -> {}), data, normalization);
  }

  /** Logits and codes of {@code count} images from {@code first} on. */
  public List<Image> images(ImageDataset data, Normalization normalization, int first, int count) {
    float[] pixels = new BatchMaker(data, normalization).plain(first, count);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor batch = Torch.tensor(pixels, count, data.channels(), data.height(), data.width());
      Map<CodedTensor, byte[]> codes = new HashMap<>();
      float[] logits =
          Torch.floats(
              forward(
                  Torch.channelsLast(batch),
                  (coded, values) -> codes.computeIfAbsent(coded, c -> bytes(c.form(), values))));
      List<Image> images = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int image = i;
        Map<CodedTensor, byte[]> own = new HashMap<>();
        codes.forEach((coded, all) -> own.put(coded, part(all, image, count)));
        int classes = logits.length / count;
        float[] row = java.util.Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
        images.add(new Image(row, own));
      }
      return images;
    }
  }

  private static byte[] part(byte[] all, int image, int count) {
    int each = all.length / count;
    return java.util.Arrays.copyOfRange(all, image * each, (image + 1) * each);
  }

  /** Codes are whole numbers in float32. */
  private static byte[] bytes(Activations form, Tensor codes) {
    float[] values = Torch.floats(codes);
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      int code = Math.round(values[i]);
      if (code < form.leastCode() || code > form.mostCode()) {
        throw new IllegalStateException("code " + code + " of " + form);
      }
      bytes[i] = (byte) (code - form.leastCode());
    }
    return bytes;
  }

  /** Told of the codes of every quantized operand. */
  private interface CodeObserver {
    void reads(CodedTensor coded, Tensor codes);
  }

  private Tensor forward(Tensor images, CodeObserver observer) {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(network.inputs().get(0), images);
    for (Layer layer : network.layers()) {
      List<Tensor> inputs = new ArrayList<>();
      for (int i = 0; i < layer.inputs().size(); i++) {
        inputs.add(read(layer, i, get(tensors, layer.inputs().get(i)), observer));
      }
      try {
        tensors.put(layer.output(), layer.foldKind(new Pass(this, inputs)));
      } catch (RuntimeException e) {
        throw LayerFailure.of(layer, inputs, e);
      }
    }
    return get(tensors, network.outputs().get(0));
  }

  private Tensor read(Layer layer, int operand, Tensor x, CodeObserver observer) {
    List<Activations> forms = quantization.inputs().getOrDefault(layer.name(), List.of());
    if (forms.isEmpty()) {
      return x;
    }
    Activations form = forms.get(operand);
    CodedTensor coded = new CodedTensor(layer.inputs().get(operand), form);
    ActivationQuantizer own = quantizers.inputs().get(layer.name());
    if (own != null) {
      Tensor quantized = quantizers.quantizedInput(layer.name(), x, false).detach();
      observer.reads(coded, quantized.div(Torch.scalar(own.step())).round_());
      return quantized;
    }
    Tensor step = Torch.tensor(new float[] {form.step()}, 1);
    Tensor codes = form.thresholds().isEmpty() ? rounded(form, x, step) : counted(form, x);
    observer.reads(coded, codes);
    return codes.mul(step);
  }

  private static Tensor rounded(Activations form, Tensor x, Tensor step) {
    return x.sub(Torch.scalar(form.offset()))
        .div_(step)
        .round_()
        .clamp_min_(Torch.scalar(form.leastCode()))
        .clamp_max_(Torch.scalar(form.mostCode()));
  }

  private static Tensor counted(Activations form, Tensor x) {
    Tensor count = torch.zeros_like(x);
    for (float threshold : form.thresholds()) {
      count.add_(x.gt(Torch.scalar(threshold)).to(x.scalar_type()));
    }
    return count;
  }

  /**
   * What is computed of each operator.
   *
   * @param inputs tensors that the layer reads
   */
  private record Pass(FakeQuantizedNetwork model, List<Tensor> inputs) implements TensorPass {
    @Override
    public Network network() {
      return model.network;
    }

    @Override
    public Tensor convolution(Layer.Convolution c) {
      return Convolutions.convolve(
          inputs.get(0),
          model.weights(c),
          model.bias(c.name(), c.hasBias()),
          c.window(),
          c.groups());
    }

    @Override
    public Tensor fullyConnected(Layer.FullyConnected f) {
      return torch.linear(inputs.get(0), model.weights(f), model.bias(f.name(), f.hasBias()));
    }

    @Override
    public Tensor batchNormalization(Layer.BatchNormalization b) {
      return torch.batch_norm(
          inputs.get(0),
          new TensorOptional(model.parameter(b.name() + ".scale")),
          new TensorOptional(model.parameter(b.name() + ".shift")),
          new TensorOptional(model.parameter(b.name() + ".mean")),
          new TensorOptional(model.parameter(b.name() + ".variance")),
          false,
          0,
          b.epsilon(),
          false);
    }
  }

  private Tensor weights(Layer layer) {
    if (quantizers.weights().containsKey(layer.name())) {
      Tensor latent = parameter(layer.name() + ".weight");
      return quantizers.quantizedWeights(layer.name(), latent).detach();
    }
    Optional<WeightTensor> stored =
        Optional.ofNullable(quantization.weights().get(layer.name()))
            .map(NetworkQuantization.Weights::values);
    return stored.map(Torch::tensor).orElseGet(() -> parameter(layer.name() + ".weight"));
  }

  private TensorOptional bias(String layer, boolean present) {
    return present ? new TensorOptional(parameter(layer + ".bias")) : new TensorOptional();
  }

  private Tensor parameter(String key) {
    return Torch.tensor(network.parameters().get(key));
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }
}
