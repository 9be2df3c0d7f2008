package dev.twobit.experiment.engine;

import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialExecutor;
import dev.twobit.experiment.trial.TrialFailedException;
import dev.twobit.experiment.trial.TrialFailure;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.experiment.trial.TrialListener;
import dev.twobit.experiment.trial.TrialResult;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trials as commands on a {@link TaskHost}. The command writes its trial's result itself, so that
 * nothing is lost with this process; a try that ends without one is started again a few times, but
 * for what another try would refuse as well.
 */
final class EngineExecutor implements TrialExecutor {
  /** Tries of a trial. */
  static final int TRIES = 3;

  private final TrialCache cache;
  private final TaskHost host;
  private final TrialWords command;
  private final TrialListener listener;
  private final Stops stops;

  EngineExecutor(
      TrialCache cache, TaskHost host, TrialWords command, TrialListener listener, Stops stops) {
    this.cache = cache;
    this.host = host;
    this.command = command;
    this.listener = listener;
    this.stops = stops;
  }

  /** A trial without a result, and how often it was begun. */
  private record Open(Trial trial, int tries) {}

  @Override
  public void run(List<? extends Trial> trials, Next next) throws IOException {
    Map<String, Open> open = new HashMap<>();
    StopRequest stop = stops.begin(); // an interrupt waits until the host has been told
    stop.begun();
    try {
      begin(trials, open);
      while (!open.isEmpty()) {
        if (stops.isRequested()) {
          throw new StudyStoppedException();
        }
        Optional<Task.Ended> ended = host.poll();
        if (ended.isPresent()) {
          over(ended.get(), open, next);
        }
      }
    } catch (InterruptedException e) {
      host.stop();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException | RuntimeException e) {
      try {
        host.stop(); // the others end with their step and keep what they have
      } catch (IOException unreached) {
        e.addSuppressed(unreached);
      }
      throw e;
    } finally {
      stop.ended();
      stops.end(stop);
    }
  }

  private void begin(List<? extends Trial> trials, Map<String, Open> open) throws IOException {
    List<Task> tasks = new ArrayList<>();
    for (Trial trial : trials) {
      cache.forgetFailure(trial);
      Task task = task(trial);
      open.put(task.key(), new Open(trial, 1));
      tasks.add(task);
    }
    host.start(tasks);
  }

  private Task task(Trial trial) throws IOException {
    return new Task(
        TrialJson.key(trial), trial.title(), cache.write(trial).toAbsolutePath(), command);
  }

  private void over(Task.Ended ended, Map<String, Open> open, Next next) throws IOException {
    Open of = open.remove(ended.task().key());
    if (of == null) {
      return; // told of twice
    }
    Optional<TrialResult> result = cache.find(of.trial());
    if (result.isPresent()) {
      begin(next.after(of.trial(), result.get()), open);
      return;
    }
    Optional<TrialFailure> failure = cache.failure(of.trial());
    if (failure.isPresent()) {
      throw failure.get().exception();
    }
    if (stops.isRequested()) {
      throw new StudyStoppedException(); // an interrupt of a terminal reaches the processes too
    }
    String what = of.trial().title() + ": " + ended.how();
    if (of.tries() == TRIES) {
      throw new TrialFailedException(
          what
              + ", and "
              + (TRIES - 1)
              + " tries before came to no result; the same command goes on");
    }
    listener.say(what + "; beginning again");
    open.put(ended.task().key(), new Open(of.trial(), of.tries() + 1));
    host.start(List.of(ended.task()));
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
