package dev.twobit.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What libtorch computes with in a process. The bits of a training depend on it: sums of wider
 * vectors are rounded otherwise, and every library chooses by the processor it finds.
 *
 * @param oneDnn most that oneDNN uses, as {@code ONEDNN_MAX_CPU_ISA} has it
 * @param aten what ATen's own kernels use, as {@code ATEN_CPU_CAPABILITY} has it
 * @param openBlas {@code OPENBLAS_CORETYPE} where it is set; else OpenBLAS chooses
 * @param wholeBlocks whether convolutions are padded for oneDNN, {@link ConvolutionBackend}
 * @param sample hexadecimal digest of the bits of a product of matrices and a convolution with its
 *     gradients, which tells apart what the names do not
 */
public record InstructionSets(
    String oneDnn, String aten, String openBlas, boolean wholeBlocks, String sample) {
  private static final String ONEDNN = "ONEDNN_MAX_CPU_ISA";
  private static final String OPENBLAS = "OPENBLAS_CORETYPE";
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** oneDNN's levels, each with what the processor must have beside those before it. */
  private static final Map<String, List<String>> LEVELS = levels();

  private static Map<String, List<String>> levels() {
    Map<String, List<String>> levels = new LinkedHashMap<>();
    levels.put("SSE41", List.of("sse4_1"));
    levels.put("AVX", List.of("avx"));
    levels.put("AVX2", List.of("avx2", "fma"));
    levels.put("AVX512_CORE", List.of("avx512f", "avx512bw", "avx512vl", "avx512dq"));
    levels.put("AVX512_CORE_VNNI", List.of("avx512_vnni"));
    levels.put("AVX512_CORE_BF16", List.of("avx512_bf16"));
    levels.put("AVX512_CORE_FP16", List.of("avx512_fp16"));
    levels.put("AVX512_CORE_AMX", List.of("amx_tile", "amx_int8", "amx_bf16"));
    return levels;
  }

  /** Of this process; loads libtorch. */
  public static InstructionSets current() {
    Map<String, String> environment = System.getenv();
    return new InstructionSets(
        oneDnn(flags(), environment),
        Native.capability(),
        environment.getOrDefault(OPENBLAS, ""),
        ConvolutionBackend.current() == ConvolutionBackend.ONEDNN_WHOLE_BLOCKS,
        Native.sample());
  }

  /** The environment of a process that is to compute as this one where its processor can. */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ATEN_CPU_CAPABILITY", aten.toLowerCase(Locale.ROOT));
    if (!oneDnn.isEmpty()) {
      variables.put(ONEDNN, oneDnn);
    }
    if (!openBlas.isEmpty()) {
      variables.put(OPENBLAS, openBlas);
    }
    if (wholeBlocks) {
      variables.put(ConvolutionBackend.PADDED, "1");
    }
    return variables;
  }

  /** The highest level whose features are all there, no higher than the environment allows. */
  static String oneDnn(List<String> flags, Map<String, String> environment) {
    String most = ConvolutionBackend.isa(environment);
    String level = "";
    for (Map.Entry<String, List<String>> next : LEVELS.entrySet()) {
      if (!flags.containsAll(next.getValue())) {
        break;
      }
      level = next.getKey();
      if (level.equals(most)) {
        break;
      }
    }
    return level;
  }

  private static List<String> flags() {
    try {
      Optional<String> flags =
          Files.readAllLines(PROCESSOR).stream().filter(l -> l.startsWith("flags")).findFirst();
      return flags.map(f -> Arrays.asList(f.split("\\s+"))).orElse(List.of());
    } catch (IOException e) {
      return List.of(); // no Linux: it is told apart by its bits alone
    }
  }

  /** What libtorch is asked for. */
  private static final class Native {
    private static final int CHANNELS = 48;
    private static final int EXTENT = 14;

    static String capability() {
      Torch.useThreads(torch.get_num_threads()); // whatever needs libtorch loads it by Torch
      return torch.get_cpu_capability().getString();
    }

    /** With one thread, for sums of several depend on their number. */
    static String sample() {
      int threads = torch.get_num_threads();
      Torch.useThreads(1);
      try (PointerScope scope = new PointerScope()) {
        Tensor weights = values(CHANNELS, CHANNELS, 3, 3).set_requires_grad(true);
        Tensor images = values(2, CHANNELS, EXTENT, EXTENT).set_requires_grad(true);
        Tensor convolved =
            torch.conv2d(Torch.channelsLast(images), Torch.channelsLast(weights)).relu();
        Tensor matrix = values(200, 300);
        Tensor product = matrix.mm(matrix.t());
        convolved.exp().sum().add(product.sum()).backward();
        return digest(convolved, weights.grad(), images.grad(), product, matrix.exp().sum());
      } finally {
        Torch.useThreads(threads);
      }
    }

    /** Of every magnitude that trainings have, so that the order of a sum shows. */
    private static Tensor values(long... shape) {
      float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (StrictMath.sin(i * 0.7) * 0.1);
      }
      return Torch.tensor(values, shape);
    }

    private static String digest(Tensor... tensors) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Tensor tensor : tensors) {
          float[] floats = Torch.floats(tensor);
          ByteBuffer bytes = ByteBuffer.allocate(4 * floats.length);
          bytes.asFloatBuffer().put(floats);
          digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  /** In a few words, with the variables that ask for it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    environment().forEach((name, value) -> text.append(name).append('=').append(value).append(' '));
    return text + "(sample " + sample + ")";
  }
}
