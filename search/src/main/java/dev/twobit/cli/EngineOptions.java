package dev.twobit.cli;

import dev.twobit.experiment.deployment.StatedInput;
import dev.twobit.experiment.deployment.TestImages;
import dev.twobit.experiment.simulation.SimulatedModel;
import dev.twobit.simulator.validation.Engine;
import dev.twobit.verification.DeployedNetwork;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which engine simulates a network, and on what integers. */
final class EngineOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "event",
      description =
          "event, or tick: every clock on real integers, a million times slower"
              + " (${DEFAULT-VALUE}).")
  private Engine engine = Engine.EVENT;

  @Option(
      names = "--verify",
      description =
          "With --engine tick: hold every layer's output against plain integers, its cycles against"
              + " the event engine.")
  private boolean verify;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "With --engine tick: take the image from here: cifar10:DIR, images:DIR or embedded."
              + " Default: a random one.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--normalization",
      paramLabel = "NORM",
      defaultValue = "auto",
      description =
          "Of --data: auto, cifar, imagenet, none or mean,.../std,... (${DEFAULT-VALUE}).")
  private String normalization = "auto";

  @Option(
      names = "--image",
      paramLabel = "N",
      defaultValue = "0",
      description = "Test image of --data (${DEFAULT-VALUE}).")
  private int image;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "With --engine tick: of a random image or weights (${DEFAULT-VALUE}).")
  private long seed = 1;

  /** Whether the clocked engine is to run; an error if options contradict each other. */
  boolean isTick() {
    if (engine != Engine.TICK && (verify || data.isPresent())) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          (verify ? "--verify" : "--data") + ": found --engine event, expected --engine tick");
    }
    return engine == Engine.TICK;
  }

  boolean verifies() {
    return verify;
  }

  long seed() {
    return seed;
  }

  float[] image(SimulatedModel.Onnx model) {
    DeployedNetwork network = model.deployed();
    return data.isPresent()
        ? TestImages.load(
                network.network(),
                data.get(),
                StatedInput.normalization(model.name(), model.metadata(), normalization))
            .image(image)
        : StatedInput.inRange(network.randomImage(seed), model.metadata());
  }

  String imageText() {
    return data.isPresent()
        ? "test image " + image + " of " + data.get()
        : "uniform random image, seed " + seed;
  }
}
