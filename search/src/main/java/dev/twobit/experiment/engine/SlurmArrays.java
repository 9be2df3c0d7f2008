package dev.twobit.experiment.engine;

import dev.twobit.io.AtomicFile;
import dev.twobit.io.ShellWords;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commands as array jobs of SLURM, submitted by {@code sbatch} and followed by files and {@code
 * squeue}. What was submitted is kept in the folder {@code .slurm} of the trials: jobs outlive the
 * process that submitted them, and the next one follows them instead of submitting again.
 */
final class SlurmArrays implements TaskHost {
  /** SLURM's MaxArraySize is 1001 unless a site raises it, and indices are below it. */
  private static final int LARGEST = 1000;

  /** Times that a task is missing in the queue before it is over without a result. */
  private static final int PATIENCE = 3;

  private static final String TASKS = "tasks";
  private static final String JOB = "job";

  /** SLURM's commands, names on the PATH. */
  record Commands(String submit, String queue, String cancel) {
    static final Commands SLURM = new Commands("sbatch", "squeue", "scancel");
  }

  /**
   * What a task is to have.
   *
   * @param partition empty: the default
   * @param threads processors
   */
  record Wish(String partition, int threads) {}

  private final Path folder;
  private final Commands commands;
  private final Wish wish;
  private final long lookMillis;
  private final Predicate<Task> isOver;
  private final Map<String, Task> open = new LinkedHashMap<>();
  private final Map<String, String> places = new HashMap<>();
  private final Map<String, Integer> missing = new HashMap<>();
  private final Deque<Task.Ended> ended = new ArrayDeque<>();

  /**
   * @param folder where jobs are kept, on a file system that all nodes have
   * @param wish what tasks are to have
   * @param isOver whether a task's trial has a result or a failure
   */
  SlurmArrays(Path folder, Commands commands, Wish wish, long lookMillis, Predicate<Task> isOver) {
    this.folder = folder.toAbsolutePath();
    this.commands = commands;
    this.wish = wish;
    this.lookMillis = lookMillis;
    this.isOver = isOver;
  }

  @Override
  public void start(List<Task> tasks) throws IOException {
    Map<String, String> kept = kept();
    Set<String> queued = kept.isEmpty() || tasks.isEmpty() ? Set.of() : queued(kept.values());
    List<Task> fresh = new ArrayList<>();
    for (Task task : tasks) {
      String place = kept.getOrDefault(task.key(), "");
      if (queued.contains(place)) {
        places.put(task.key(), place);
      } else {
        fresh.add(task);
      }
      open.put(task.key(), task);
      missing.put(task.key(), 0);
    }
    for (int from = 0; from < fresh.size(); from += LARGEST) {
      submit(fresh.subList(from, Math.min(fresh.size(), from + LARGEST)));
    }
  }

  /** The last place in the queue of every task that was ever submitted. */
  private Map<String, String> kept() throws IOException {
    Map<String, String> kept = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return kept;
    }
    List<Path> arrays;
    try (Stream<Path> all = Files.list(folder)) {
      arrays = all.filter(f -> Files.exists(f.resolve(JOB))).sorted().toList();
    }
    for (Path array : arrays) {
      String job = Files.readString(array.resolve(JOB)).strip();
      List<String> keys = Files.readAllLines(array.resolve(TASKS));
      for (int i = 0; i < keys.size(); i++) {
        kept.put(keys.get(i), job + "_" + (i + 1));
      }
    }
    return kept;
  }

  private void submit(List<Task> tasks) throws IOException {
    Path array =
        folder.resolve(
            "%016d-%d".formatted(System.currentTimeMillis(), ProcessHandle.current().pid())
                + "-"
                + tasks.get(0).key().substring(0, 8));
    AtomicFile.writeText(
        array.resolve(TASKS),
        tasks.stream().map(Task::key).collect(Collectors.joining("\n", "", "\n")));
    Path script = array.resolve("script");
    AtomicFile.writeText(script, script(array, tasks));
    String job =
        output(List.of(commands.submit(), "--parsable", script.toString())).split(";", -1)[0];
    AtomicFile.writeText(array.resolve(JOB), job.strip() + "\n");
    for (int i = 0; i < tasks.size(); i++) {
      places.put(tasks.get(i).key(), job.strip() + "_" + (i + 1));
    }
  }

  private String script(Path array, List<Task> tasks) {
    Path trials = tasks.get(0).file().resolveSibling("..").normalize();
    String file = ShellWords.joined(trials.toString()) + "/\"$key\"/trial.json";
    return String.join(
            "\n",
            "#!/bin/bash",
            "#SBATCH --job-name=twobit",
            "#SBATCH --array=1-" + tasks.size(),
            "#SBATCH --cpus-per-task=" + wish.threads(),
            "#SBATCH --requeue",
            "#SBATCH --open-mode=append",
            "#SBATCH --signal=B:TERM@60",
            "#SBATCH --output=" + array.resolve("%a.log"),
            wish.partition().isEmpty() ? "" : "#SBATCH --partition=" + wish.partition(),
            "key=$(sed -n \"${SLURM_ARRAY_TASK_ID}p\" "
                + ShellWords.joined(array.resolve(TASKS).toString())
                + ")",
            "exec " + tasks.get(0).command().shell() + " " + file)
        + "\n";
  }

  @Override
  public Optional<Task.Ended> poll() throws IOException, InterruptedException {
    if (ended.isEmpty() && !open.isEmpty()) {
      Thread.sleep(lookMillis);
      look();
    }
    Optional<Task.Ended> next = Optional.ofNullable(ended.poll());
    next.ifPresent(e -> open.remove(e.task().key()));
    return next;
  }

  private void look() throws IOException {
    List<Task> running = new ArrayList<>();
    for (Task task : open.values()) {
      if (isOver.test(task)) {
        ended.add(new Task.Ended(task, "its job ended"));
      } else {
        running.add(task);
      }
    }
    if (!ended.isEmpty() || running.isEmpty()) {
      return; // the queue is asked once nothing else is to be done
    }
    Set<String> queued =
        queued(running.stream().map(t -> places.getOrDefault(t.key(), "")).toList());
    for (Task task : running) {
      String place = places.getOrDefault(task.key(), "");
      int times = queued.contains(place) ? 0 : missing.getOrDefault(task.key(), 0) + 1;
      missing.put(task.key(), times);
      if (times == PATIENCE) {
        ended.add(new Task.Ended(task, "job " + place + " is over" + lastWords(place)));
      }
    }
  }

  private static String lastWords(String place) {
    return " (its output: .slurm/*/" + place.substring(place.indexOf('_') + 1) + ".log)";
  }

  /** Tasks in the queue, waiting or running, as {@code JOB_INDEX}. */
  private Set<String> queued(Collection<String> places) throws IOException {
    Set<String> jobs =
        places.stream()
            .filter(p -> !p.isEmpty())
            .map(p -> p.substring(0, p.indexOf('_')))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> queued = new TreeSet<>();
    // All of the user's: squeue fails where one of the jobs asked for is too old to be known.
    String lines =
        output(List.of(commands.queue(), "--noheader", "--array", "--me", "--format=%F_%K"));
    lines
        .lines()
        .map(String::strip)
        .filter(line -> jobs.contains(line.split("_", -1)[0]))
        .forEach(queued::add);
    return queued;
  }

  @Override
  public void stop() throws IOException {
    List<String> jobs =
        open.keySet().stream()
            .map(key -> places.getOrDefault(key, ""))
            .filter(place -> !place.isEmpty())
            .toList();
    for (int from = 0; from < jobs.size(); from += LARGEST) {
      List<String> words = new ArrayList<>(List.of(commands.cancel(), "--full"));
      words.addAll(jobs.subList(from, Math.min(jobs.size(), from + LARGEST)));
      output(words);
    }
  }

  /** Jobs that are not stopped go on. */
  @Override
  public void close() {}

  private static String output(List<String> words) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.PIPE).start();
    } catch (IOException e) {
      throw new InvalidInputException(
          "--engine slurm: found no " + words.get(0) + " on the PATH, expected SLURM's commands",
          e);
    }
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            words.get(0)
                + " ended with code "
                + code
                + ": "
                + err.strip().lines().findFirst().orElse(""));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return out;
  }
}
