package dev.twobit.verification;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.parallel.ParallelMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/** The file itself in ONNX Runtime, and once more with its codes as outputs. */
final class OnnxRuntimeNetwork implements FloatNetwork, AutoCloseable {
  private final QcdqFile file;
  private final IntFunction<float[]> images;
  private final int threads;
  private final TensorShape shape;
  private final OnnxRuntimeSession plain;
  private final OnnxRuntimeSession probe;

  OnnxRuntimeNetwork(QcdqFile file, ModelSource model, IntFunction<float[]> images, int threads) {
    this.file = file;
    this.images = images;
    this.threads = threads;
    this.shape = file.network().shape(file.network().inputs().get(0));
    String name = String.valueOf(model.file());
    // The probe has the sizes that are given, and the file's own output first.
    this.plain =
        model.sizes().isNone()
            ? OnnxRuntimeSession.open(model.file(), Optimization.ALL, 1)
            : OnnxRuntimeSession.of(file.probe(), name, Optimization.ALL, 1);
    this.probe = OnnxRuntimeSession.of(file.probe(), name, Optimization.ALL, 1);
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public List<Run> run(int first, int count) {
    return ParallelMap.of(
        count,
        threads,
        i -> {
          float[] image = images.apply(first + i);
          return new Run(plain.run(image, shape), codes(probe.runAll(image, shape)));
        });
  }

  private Map<CodedTensor, byte[]> codes(Map<String, float[]> outputs) {
    Map<CodedTensor, byte[]> codes = new HashMap<>();
    file.codes()
        .forEach(
            (coded, name) -> {
              float[] values = Objects.requireNonNull(outputs.get(name), name);
              byte[] bytes = new byte[values.length];
              for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ((int) values[i] - coded.form().leastStored());
              }
              codes.put(coded, bytes);
            });
    return codes;
  }

  @Override
  public void close() {
    plain.close();
    probe.close();
  }
}
