package dev.twobit.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own that is ended in the middle of its work. */
final class EndedProcess {
  private EndedProcess() {}

  /**
   * Ends the command once there is enough of its work, or when it has ended itself, or in the end.
   *
   * @param output takes what it prints
   * @param forcibly without a chance to keep what it has
   */
  static void run(
      List<String> args,
      Path output,
      Callable<Boolean> enough,
      long patienceSeconds,
      boolean forcibly)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(args);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    while (!enough.call() && process.isAlive() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    if (forcibly) {
      process.destroyForcibly().waitFor();
    } else {
      process.destroy();
      process.waitFor();
    }
  }
}
