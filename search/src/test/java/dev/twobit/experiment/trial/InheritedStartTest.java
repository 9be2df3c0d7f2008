package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.tensor.Precision;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.TrainingEpoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training of other widths than its file's begins with the file's weights. */
@Tag("slow")
class InheritedStartTest {
  @TempDir private Path folder;

  private final Subjects subjects = new Subjects();

  private static TrainingTrial trial(Subject subject, Map<String, Integer> widths, long seed) {
    return trial(subject, new Structure(widths, UnequalOperands.SHORTCUT), seed);
  }

  private static TrainingTrial trial(Subject subject, Structure structure, long seed) {
    return new TrainingTrial(
        Trial.FORMAT,
        subject,
        structure,
        Arithmetic.of(new Quantization("sawb", "pact", true), 2, 8, Precision.FLOAT32),
        TrainingPlan.of("small", 1, 64),
        new Start("imported", Optional.empty(), NewChannels.SILENT),
        TrainingTrial.Outputs.NONE,
        Execution.of(seed, 1));
  }

  private Subject subject(Network network) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxExporter.write(network, file);
    return new Subject(Subjects.model(file), new Images(subjects.data("embedded"), "auto", 30, 5));
  }

  /** Hears of nothing: nothing is trained. */
  private record Silent() implements TrialListener {
    @Override
    public void search(SearchTrial trial, SearchEpoch epoch) {}

    @Override
    public void training(TrainingTrial trial, TrainingEpoch epoch, double best) {}

    @Override
    public void say(String line) {}
  }

  private Network prepared(TrainingTrial trial) {
    return new TrainingWork(subjects, new Silent(), TrialPlaces.apart())
        .prepare(trial)
        .model()
        .toNetwork();
  }

  /** The three by three weights of a row for a column, as text. */
  private static Set<List<Float>> kernels(Network network, String layer) {
    float[] values = network.parameters().get(layer + ".weight").values();
    Set<List<Float>> found = new HashSet<>();
    for (int i = 0; i < values.length; i += 9) {
      List<Float> kernel = new ArrayList<>();
      for (int j = i; j < i + 9; j++) {
        kernel.add(values[j]);
      }
      found.add(kernel);
    }
    return found;
  }

  @Test
  void channelsOfANarrowerTrialAreTheFilesChannels() throws IOException {
    Network file = Initializer.initialize(TestNetworks.block(8), 3);
    Subject subject = subject(file);
    Network narrow = prepared(trial(subject, Map.of("stem", 8, "conv1", 5, "conv2", 8), 1));
    assertThat(kernels(narrow, "conv1")).hasSize(40);
    assertThat(kernels(file, "conv1")).containsAll(kernels(narrow, "conv1"));
    assertThat(kernels(file, "conv2")).containsAll(kernels(narrow, "conv2"));
    Network wide = prepared(trial(subject, Map.of("stem", 8, "conv1", 11, "conv2", 8), 1));
    assertThat(kernels(wide, "conv1")).hasSize(88).containsAll(kernels(file, "conv1"));
    Network again = prepared(trial(subject, Map.of("stem", 8, "conv1", 11, "conv2", 8), 1));
    assertThat(kernels(again, "conv1")).isEqualTo(kernels(wide, "conv1"));
  }

  @Test
  void anAddOfUnequalWidthsIsBridged() throws IOException {
    Subject subject = subject(Initializer.initialize(TestNetworks.block(8), 3));
    Network bridged = prepared(trial(subject, Map.of("stem", 6, "conv1", 8, "conv2", 9), 1));
    assertThat(bridged.layer("add.shortcut")).isPresent();
    assertThat(bridged.parameters().get("add.shortcut.weight").values()).hasSize(54).contains(1f);
  }

  @Test
  void anAddOfUnequalWidthsIsPadded() throws IOException {
    Network file = Initializer.initialize(TestNetworks.block(8), 3);
    Map<String, Integer> widths = Map.of("stem", 6, "conv1", 8, "conv2", 9);
    Structure structure = new Structure(widths, UnequalOperands.PADDED);
    Network padded = prepared(trial(subject(file), structure, 1));
    assertThat(padded.convolutions()).hasSameSizeAs(file.convolutions());
    assertThat(padded.layers()).filteredOn(l -> l.asPad().isPresent()).hasSize(1);
    assertThat(padded.shape("d").channels()).isEqualTo(9);
    assertThat(kernels(padded, "conv1")).hasSize(48);
    assertThat(kernels(file, "conv1")).containsAll(kernels(padded, "conv1"));
  }
}
