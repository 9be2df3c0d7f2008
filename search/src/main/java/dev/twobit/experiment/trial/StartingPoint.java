package dev.twobit.experiment.trial;

import dev.twobit.network.Network;
import dev.twobit.search.SearchTask;
import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.training.ImportedWeights;
import dev.twobit.training.Teacher;
import java.util.Optional;

/** What a {@link Start} names, read: the network with its weights, the teacher. */
final class StartingPoint {
  private static final String SAME = "same";

  private final Subjects subjects;
  private final PreparedNetwork network;
  private final PreparedData images;

  /**
   * @param network that is searched or trained
   */
  StartingPoint(Subjects subjects, PreparedNetwork network, PreparedData images) {
    this.subjects = subjects;
    this.network = network;
    this.images = images;
  }

  /** The file's weights, restored batch normalization with statistics of training images. */
  Network imported() {
    return ImportedWeights.calibrate(
        network.network(), network.restored(), images.train(), images.normalization());
  }

  /** Throws a one-line error for one without weights, or for other images. */
  Optional<Teacher> teacher(Start start) {
    return start.teacher().map(this::teacher);
  }

  private Teacher teacher(Start.TeacherNetwork given) {
    PreparedNetwork read = subjects.prepared(given.file());
    images.data().requireFit(read.canonical());
    read.requireWeights("a trained teacher");
    return new Teacher(
        read.canonical(),
        given.normalization().equals(SAME)
            ? images.normalization()
            : images.normalized(given.normalization()),
        images.normalization());
  }

  /** What networks that a search compares begin with. */
  SearchTask.Start candidates(CandidateTraining training) {
    Start start = training.start();
    return new SearchTask.Start(
        start.hasFreshWeights()
            ? Optional.empty()
            : Optional.of(
                new TrainedWeights(
                    imported(), images.train(), images.normalization(), start.newChannels())),
        teacher(start),
        training.training().values());
  }
}
