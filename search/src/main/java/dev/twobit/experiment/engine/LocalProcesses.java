package dev.twobit.experiment.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Commands in processes of this machine, a few at a time. */
final class LocalProcesses implements TaskHost {
  static final int MOST = 1024;

  private static final long LOOK_MILLIS = 200;
  private static final long PATIENCE_SECONDS = 130;

  private final ExecutorService places;
  private final Consumer<String> said;
  private final BlockingQueue<Task.Ended> ended = new LinkedBlockingQueue<>();
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * @param count at a time
   * @param said told every line of a process' standard error; from any thread
   */
  LocalProcesses(int count, Consumer<String> said) {
    this.places = Executors.newFixedThreadPool(count);
    this.said = said;
  }

  @Override
  public void start(List<Task> tasks) {
    tasks.forEach(task -> places.execute(() -> ended.add(new Task.Ended(task, run(task)))));
  }

  private String run(Task task) {
    if (stopped) {
      return "was not begun";
    }
    try {
      ProcessBuilder builder = new ProcessBuilder(task.words());
      builder.environment().putAll(task.command().environment());
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD); // its result is a file
      Process process = builder.start();
      running.add(process);
      if (stopped) {
        process.destroy();
      }
      Queue<String> last = tell(process);
      int code = process.waitFor();
      running.remove(process);
      String words = last.isEmpty() ? "" : " (" + last.peek() + ")";
      return "its process ended with code " + code + (code == 0 ? "" : words);
    } catch (IOException e) {
      return "its process did not start (" + e.getMessage() + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "its process is no longer waited for";
    }
  }

  /** Returns the last line. */
  private Queue<String> tell(Process process) throws IOException {
    Queue<String> last = new ConcurrentLinkedQueue<>();
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.accept(line);
        last.clear();
        last.add(line);
      }
    }
    return last;
  }

  @Override
  public Optional<Task.Ended> poll() throws InterruptedException {
    return Optional.ofNullable(ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Override
  public void stop() {
    stopped = true;
    running.forEach(Process::destroy);
  }

  /** Waits for the end of the processes: a trial that still runs holds its folder. */
  @Override
  public void close() throws IOException {
    places.shutdown();
    try {
      if (!places.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        running.forEach(Process::destroyForcibly);
      }
    } catch (InterruptedException e) {
      running.forEach(Process::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
