package dev.twobit.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.twobit.network.TensorShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A model in ONNX Runtime, one float input and the first output. Import a file with {@link
 * OnnxImporter} first: ONNX Runtime is no validator.
 */
public final class OnnxRuntimeSession implements AutoCloseable {

  /** ONNX Runtime's graph optimization levels. */
  public enum Optimization {
    NONE(OrtSession.SessionOptions.OptLevel.NO_OPT, true, true),
    BASIC(OrtSession.SessionOptions.OptLevel.BASIC_OPT, true, true),

    /**
     * As BASIC, with every tensor in memory of its own: of types under a byte it would give one the
     * memory of another that is too short for it, and write beyond
     * (onnx-io/docs/export-formats.md).
     */
    BASIC_APART(OrtSession.SessionOptions.OptLevel.BASIC_OPT, true, false),
    EXTENDED(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT, true, true),
    ALL(OrtSession.SessionOptions.OptLevel.ALL_OPT, true, true),

    /** All but the fusion of QuantizeLinear and DequantizeLinear into operators on integers. */
    ALL_BUT_QDQ(OrtSession.SessionOptions.OptLevel.ALL_OPT, false, true);

    private final OrtSession.SessionOptions.OptLevel level;
    private final boolean fusesQdq;
    private final boolean sharesMemory;

    Optimization(OrtSession.SessionOptions.OptLevel level, boolean fusesQdq, boolean sharesMemory) {
      this.level = level;
      this.fusesQdq = fusesQdq;
      this.sharesMemory = sharesMemory;
    }

    private void applyTo(OrtSession.SessionOptions options) throws OrtException {
      options.setOptimizationLevel(level);
      if (!fusesQdq) {
        options.addConfigEntry("session.disable_quant_qdq", "1");
      }
      if (!sharesMemory) {
        // The only mode in which memory is not planned for one operator after the other.
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.PARALLEL);
      }
    }
  }

  private final OrtEnvironment environment = OnnxRuntimeEnvironment.get();
  private final OrtSession session;
  private final String input;

  private OnnxRuntimeSession(Source source, Optimization optimization, int threads)
      throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      optimization.applyTo(options);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      this.session = source.create(environment, options);
    }
    this.input = session.getInputNames().iterator().next();
  }

  /** Where a model comes from. */
  private interface Source {
    OrtSession create(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  /** Throws IllegalStateException with ONNX Runtime's message if it cannot load the file. */
  public static OnnxRuntimeSession open(Path file, Optimization optimization, int threads) {
    return open(
        String.valueOf(file), (e, o) -> e.createSession(file.toString(), o), optimization, threads);
  }

  /**
   * A model that is not in a file.
   *
   * @param model the bytes of one
   * @param name for messages
   */
  public static OnnxRuntimeSession of(
      byte[] model, String name, Optimization optimization, int threads) {
    return open(name, (e, o) -> e.createSession(model, o), optimization, threads);
  }

  private static OnnxRuntimeSession open(
      String name, Source source, Optimization optimization, int threads) {
    try {
      return new OnnxRuntimeSession(source, optimization, threads);
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": ONNX Runtime: " + e.getMessage(), e);
    }
  }

  public static OnnxRuntimeSession open(Path file) {
    return open(file, Optimization.ALL, 1);
  }

  /**
   * What ONNX Runtime makes of a model at a level of optimization: a model of its own operators,
   * which it runs without further ones. Tensors keep the order of their axes, and with it their
   * names, which at level ALL they do not: EXTENDED has the same arithmetic.
   */
  static byte[] optimized(byte[] model, String name, Optimization level) {
    Optimization kept = level == Optimization.ALL ? Optimization.EXTENDED : level;
    try {
      Path made = Files.createTempFile("twobit", ".onnx");
      try (var options = new OrtSession.SessionOptions()) {
        kept.applyTo(options);
        // Of what is written it warns that it is for this machine, which it is.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        options.setOptimizedModelFilePath(made.toString());
        OnnxRuntimeEnvironment.get().createSession(model, options).close();
        return Files.readAllBytes(made);
      } finally {
        Files.deleteIfExists(made);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": ONNX Runtime: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Extents of the input as ONNX Runtime sees them; -1 where open. */
  public long[] inputShape() {
    try {
      NodeInfo info = session.getInputInfo().values().iterator().next();
      return ((TensorInfo) info.getInfo()).getShape();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /**
   * Elements of the first output, row-major. One image given to a model whose batch is fixed above
   * 1 is given as all of them, and what comes out is the first one's.
   */
  public float[] run(float[] values, TensorShape shape) {
    int copies = copies(shape);
    try (OnnxTensor tensor = tensor(values, shape, copies);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[out.remaining() / copies];
      out.get(copy);
      return copy;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  private int copies(TensorShape shape) {
    long[] own = inputShape();
    boolean one = shape.rank() == own.length && own.length > 0 && shape.dim(0) == 1;
    return one && own[0] > 1 ? (int) own[0] : 1;
  }

  private OnnxTensor tensor(float[] values, TensorShape shape, int copies) throws OrtException {
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    float[] all = values;
    if (copies > 1) {
      dims[0] = copies;
      all = new float[Math.multiplyExact(values.length, copies)];
      for (int i = 0; i < copies; i++) {
        System.arraycopy(values, 0, all, i * values.length, values.length);
      }
    }
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(all), dims);
  }

  /** Elements of every output that is of floats or 8-bit integers, by name; as {@link #run}. */
  public Map<String, float[]> runAll(float[] values, TensorShape shape) {
    int copies = copies(shape);
    Map<String, float[]> outputs = new HashMap<>();
    try (OnnxTensor tensor = tensor(values, shape, copies);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      for (Map.Entry<String, OnnxValue> output : result) {
        if (output.getValue() instanceof OnnxTensor t) {
          float[] all = elements(t);
          outputs.put(output.getKey(), Arrays.copyOf(all, all.length / copies));
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
    return outputs;
  }

  private static float[] elements(OnnxTensor tensor) {
    OnnxJavaType type = tensor.getInfo().type;
    if (type == OnnxJavaType.FLOAT) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      float[] copy = new float[buffer.remaining()];
      buffer.get(copy);
      return copy;
    }
    if (type != OnnxJavaType.INT8 && type != OnnxJavaType.UINT8) {
      throw new IllegalStateException("ONNX Runtime: an output is of " + type);
    }
    ByteBuffer buffer = tensor.getByteBuffer();
    float[] copy = new float[buffer.remaining()];
    for (int i = 0; i < copy.length; i++) {
      byte value = buffer.get(i);
      copy[i] = type == OnnxJavaType.UINT8 ? value & 0xff : value;
    }
    return copy;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }
}
