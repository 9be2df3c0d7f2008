package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.Map;
import java.util.Random;

/**
 * A small random quantized network, drawn to be computed by others: its codes go through one to
 * four operators that only move or choose values in front of every convolution, add and fully
 * connected layer. All steps are powers of two and all sums small, so that float32 computes it
 * exactly, in any order.
 *
 * @param model where only convolutions and adds are followed by a quantizer
 * @param requantized the same with one behind every operator that moves or chooses
 * @param image what both read
 * @param readBits widths at which convolutions and fully connected layers read, by node
 */
@SuppressWarnings("ArrayRecordComponent") // whole files: never compared
public record PassedCodesNetwork(
    byte[] model, byte[] requantized, TensorShape image, Map<String, Integer> readBits) {
  public PassedCodesNetwork {
    readBits = Map.copyOf(readBits);
  }

  public static PassedCodesNetwork draw(long seed, ExportFormat format) {
    Drawing plain = new Drawing(new Random(seed), format, false);
    Drawing again = new Drawing(new Random(seed), format, true);
    return new PassedCodesNetwork(plain.bytes, again.bytes, plain.image, plain.readBits);
  }

  /** Values within the codes of the image, a quarter of a step apart at least. */
  public float[] pixels(long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[(int) image.elementCount()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (random.nextInt(1 << 10) - (1 << 9)) / 256f;
    }
    return pixels;
  }

  /** One of the two files, drawn from the image to the logits. */
  private static final class Drawing {
    private static final int CLASSES = 5;

    private final Random random;
    private final PassingOperators passing;
    private final QuantizedReaders readers;
    final TensorShape image;
    final byte[] bytes;
    final Map<String, Integer> readBits;

    Drawing(Random random, ExportFormat format, boolean requantized) {
      this.random = random;
      this.image = TensorShape.of(1, 3, 8 + random.nextInt(5), 8 + random.nextInt(5));
      DrawnGraph graph = new DrawnGraph(random, format, image);
      this.passing = new PassingOperators(random, graph, requantized);
      this.readers = new QuantizedReaders(random, graph);
      CodedValue x =
          graph.quantized("image", image, new Activations(1 / 64f, 8, true, false, zero(5)));
      if (random.nextInt(4) == 0) {
        x = passing.draw(x);
      }
      x = readers.convolution(x);
      for (int block = random.nextInt(3); block > 0; block--) {
        x = read(passed(x));
      }
      CodedValue row = passing.flat(passing.planes(passed(x)));
      this.bytes = graph.model(readers.fullyConnected(row, CLASSES), CLASSES);
      this.readBits = readers.readBits();
    }

    private int zero(int otherwise) {
      return random.nextInt(4) == 0 ? otherwise : 0;
    }

    private CodedValue passed(CodedValue x) {
      CodedValue result = x;
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        result = passing.draw(result);
      }
      return result;
    }

    private CodedValue read(CodedValue x) {
      return switch (random.nextInt(6)) {
        case 0, 1 -> readers.residual(x);
        case 2 -> readers.joined(x);
        case 3 -> readers.otherForm(x);
        default -> readers.convolution(x);
      };
    }
  }
}
