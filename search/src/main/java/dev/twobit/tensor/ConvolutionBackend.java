package dev.twobit.tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;

/**
 * What libtorch's convolutions may be trusted with on this machine.
 *
 * <p>oneDNN sizes its blocks by the caches that CPUID reports. In a virtual machine that hides them
 * it computes with none, and then its AVX and AVX-512 convolutions drop channels (and write past
 * the end of buffers) wherever a block of weights is padded; oneDNN's issue 5313 has the mechanism.
 * Where no block is padded they are right, and so are those for SSE4.1, several times slower.
 */
public enum ConvolutionBackend {
  /** oneDNN as it comes. */
  ONEDNN,
  /** Channels padded by {@link Convolutions}, so that oneDNN pads none. */
  ONEDNN_WHOLE_BLOCKS;

  /** Set in the environment, whole blocks are taken where caches are known too. */
  static final String PADDED = "TWOBIT_WHOLE_BLOCKS";

  /** Linux shows here what CPUID says of caches; missing where it says nothing. */
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

  private static final ConvolutionBackend CURRENT = choose(Files.exists(CACHES), System.getenv());

  /** The one for this process. */
  public static ConvolutionBackend current() {
    return CURRENT;
  }

  /**
   * Gradients that are differentiated once more: libtorch makes convolutions for them in which
   * images stand in for channels, so that nobody can choose their shapes. Where caches are hidden
   * oneDNN's were up to 40 % off, or not a number, and it has faults of its own with few channels
   * elsewhere: they are computed without it, as is whatever else this process computes meanwhile.
   *
   * @param work both gradients
   */
  public static <T> T forSecondDerivatives(Supplier<T> work) {
    torch.globalContext().setUserEnabledMkldnn(false);
    try {
      return work.get();
    } finally {
      torch.globalContext().setUserEnabledMkldnn(true);
    }
  }

  static ConvolutionBackend choose(boolean cachesKnown, Map<String, String> environment) {
    if (environment.containsKey(PADDED)) {
      return ONEDNN_WHOLE_BLOCKS;
    }
    return cachesKnown || isa(environment).equals("SSE41") ? ONEDNN : ONEDNN_WHOLE_BLOCKS;
  }

  /** oneDNN reads the older name only where the newer one is not set. */
  static String isa(Map<String, String> environment) {
    String older = environment.getOrDefault("DNNL_MAX_CPU_ISA", "");
    return environment.getOrDefault("ONEDNN_MAX_CPU_ISA", older).toUpperCase(Locale.ROOT);
  }

  /** The backend as reports show it: the bits of a training depend on it. */
  public String description() {
    String isa = isa(System.getenv());
    return switch (this) {
          case ONEDNN -> "oneDNN";
          case ONEDNN_WHOLE_BLOCKS -> "oneDNN in whole blocks";
        }
        + (isa.isEmpty() ? "" : ", instruction set up to " + isa);
  }
}
