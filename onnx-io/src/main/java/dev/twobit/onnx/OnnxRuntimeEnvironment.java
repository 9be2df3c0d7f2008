package dev.twobit.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * ONNX Runtime's one environment. When it is made, ONNX Runtime matches a regular expression with
 * the command line of its process, by recursion of about 250 bytes a character: one of some four
 * thousand characters, as a long class path makes it, ends the process where the stack has a
 * megabyte. So it is made by a thread with a large one.
 */
final class OnnxRuntimeEnvironment {
  /** Reserved, not used, where a command line is short; enough for a million characters. */
  private static final long STACK_BYTES = 256L << 20;

  private OnnxRuntimeEnvironment() {}

  static OrtEnvironment get() {
    FutureTask<OrtEnvironment> made = new FutureTask<>(OrtEnvironment::getEnvironment);
    Thread maker = new Thread(null, made, "onnx-runtime", STACK_BYTES);
    maker.setDaemon(true);
    maker.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return made.get();
        } catch (InterruptedException e) {
          interrupted = true; // it is over in a moment: the interrupt is for what comes after
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime does not start: " + e.getCause(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
