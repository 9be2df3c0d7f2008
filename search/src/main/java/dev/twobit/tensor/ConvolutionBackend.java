package dev.twobit.tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;

/**
 * Which of libtorch's convolutions may be trusted on this machine.
 *
 * <p>oneDNN sizes its blocks by the caches that CPUID reports. In a virtual machine that hides them
 * it computes with none, and then its AVX and AVX-512 convolutions drop channels (and write past
 * the end of buffers) wherever a block is padded; those for SSE4.1 are right (oneDNN issue 5313 has
 * the mechanism). The instruction set can only be chosen by the environment, which the launcher
 * does; a process started otherwise goes without oneDNN: right, and slow.
 */
public enum ConvolutionBackend {
  /** The processor's best instruction set. */
  ONEDNN,
  /** Restricted by {@code ONEDNN_MAX_CPU_ISA} or {@code DNNL_MAX_CPU_ISA}. */
  ONEDNN_RESTRICTED,
  /** Column matrices and OpenBLAS. */
  WITHOUT_ONEDNN;

  /** Linux shows here what CPUID says of caches; missing where it says nothing. */
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

  private static final String SAFE = "SSE41";

  /** The one for this process. */
  public static ConvolutionBackend current() {
    return choose(Files.exists(CACHES), System.getenv());
  }

  static ConvolutionBackend choose(boolean cachesKnown, Map<String, String> environment) {
    // oneDNN reads the older name only where the newer one is not set.
    String isa =
        environment.getOrDefault(
            "ONEDNN_MAX_CPU_ISA", environment.getOrDefault("DNNL_MAX_CPU_ISA", ""));
    boolean restricted = !isa.isEmpty() && !isa.equalsIgnoreCase("DEFAULT");
    if (cachesKnown) {
      return restricted ? ONEDNN_RESTRICTED : ONEDNN;
    }
    return isa.toUpperCase(Locale.ROOT).equals(SAFE) ? ONEDNN_RESTRICTED : WITHOUT_ONEDNN;
  }

  /** As reports show it: the bits of a training depend on it. */
  public String description() {
    return switch (this) {
      case ONEDNN -> "oneDNN convolutions";
      case ONEDNN_RESTRICTED -> "oneDNN convolutions for a restricted instruction set";
      case WITHOUT_ONEDNN -> "convolutions without oneDNN";
    };
  }

  /** Has libtorch leave oneDNN alone if need be. */
  void apply() {
    if (this == WITHOUT_ONEDNN) {
      torch.globalContext().setUserEnabledMkldnn(false);
      torch.globalContext().setUserEnabledNNPACK(false);
    }
  }
}
