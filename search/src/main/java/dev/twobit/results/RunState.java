package dev.twobit.results;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run as its folder has it, whether it is finished, runs or was ended.
 *
 * @param run its folder, as named
 * @param phases trainings and phases of a search, in the order begun
 * @param networks with their results; empty until it is finished
 */
public record RunState(
    String run,
    Status status,
    Asked asked,
    List<Phase> phases,
    List<RunNetwork> networks,
    Told told) {
  public RunState {
    phases = List.copyOf(phases);
    networks = List.copyOf(networks);
  }

  /** Whether it goes on. */
  public enum Status {
    RUNNING,
    FINISHED,
    FAILED,
    /** Interrupted, killed, or not begun: it can be resumed. */
    STOPPED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was asked for.
   *
   * @param command that begins it and goes on with it: {@code search}, {@code train}, {@code demo}
   * @param hardware empty of a training
   * @param how method and budgets, or quantizers
   */
  public record Asked(String command, String model, String data, String hardware, String how) {}

  /**
   * A training, or warm-up or search.
   *
   * @param epochs in all; {@code done}: those that are over
   */
  public record Phase(String name, int epochs, List<Epoch> done) {
    public Phase {
      done = List.copyOf(done);
    }

    /** The best top-1 so far, 0..100. */
    public OptionalDouble bestPercent() {
      return done.stream().flatMap(e -> e.top1Percent().stream()).mapToDouble(p -> p).max();
    }
  }

  /**
   * @param epoch 1-based
   * @param loss of training
   * @param top1Percent on test images, of a search on the images that it chooses by; 0..100; absent
   *     in a warm-up
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
  public record Epoch(
      int epoch,
      double loss,
      Optional<Double> top1Percent,
      double imagesPerSecond,
      double seconds) {}

  /**
   * What its log says.
   *
   * @param begun ISO-8601 instant, UTC, and {@code last} of its last line; empty without any
   * @param seconds over all sittings
   * @param messages to a person, oldest first
   */
  public record Told(String begun, String last, double seconds, List<String> messages) {
    public Told {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Where it is: the phase that runs or ran last, with its epochs; before any what it said last.
   */
  public String at() {
    if (phases.isEmpty()) {
      List<String> said = told.messages();
      return said.isEmpty() ? "" : said.get(said.size() - 1);
    }
    Phase last = phases.get(phases.size() - 1);
    return last.name() + " " + last.done().size() + "/" + last.epochs();
  }

  /**
   * The best top-1 of a network as deployed, else as trained, else after an epoch of a training.
   */
  public OptionalDouble bestPercent() {
    OptionalDouble found =
        networks.stream()
            .filter(RunNetwork::isResult)
            .flatMap(n -> n.top1Percent().stream())
            .mapToDouble(p -> p)
            .max();
    return found.isPresent()
        ? found
        : phases.stream().flatMapToDouble(p -> p.bestPercent().stream()).max();
  }
}
