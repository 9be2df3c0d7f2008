package dev.twobit.experiment;

import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.nio.file.Path;

/** Reads what a trial of a study works with, as a search does. */
public final class TrialInputs {
  private TrialInputs() {}

  /** What is searched, counted and trained: canonical, with batch normalization restored. */
  public static Network network(Path model) {
    Network imported = OnnxImporter.read(model);
    SupportCheck.requireSupported(imported);
    Network canonical = NetworkCanonicalizer.canonical(imported);
    ConvolutionRoles.requireQuantized(canonical);
    return BatchNormalizationRestorer.restore(canonical).network();
  }

  /** {@code auto} is measured on the training images. */
  public static Normalization normalization(String text, ImageDataset train) {
    return TrainingRun.normalization(text, train);
  }
}
