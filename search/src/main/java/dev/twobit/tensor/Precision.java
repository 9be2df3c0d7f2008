package dev.twobit.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What layers compute in while training; parameters and statistics are float32 in both. */
public enum Precision {
  FLOAT32(torch.ScalarType.Float),
  /** Activations, and convolutions' and fully connected layers' weights, in bfloat16. */
  BF16(torch.ScalarType.BFloat16);

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private final torch.ScalarType type;

  Precision(torch.ScalarType type) {
    this.type = type;
  }

  /** The values in this precision, the same tensor if they are. */
  public Tensor of(Tensor values) {
    return values.to(type);
  }

  /** Whether the processor multiplies bfloat16 itself; where not, it is emulated and slower. */
  public boolean isNative() {
    if (this == FLOAT32) {
      return true;
    }
    try {
      String flags = Files.readString(PROCESSOR);
      return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    } catch (IOException e) {
      return false;
    }
  }
}
