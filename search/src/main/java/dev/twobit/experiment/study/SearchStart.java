package dev.twobit.experiment.study;

import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.run.SearchTrials;
import dev.twobit.experiment.run.StartRequest;
import dev.twobit.experiment.run.TeacherRequest;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.HeldOut;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.search.SearchSettings;

/** What a study asks of {@code twobit search}: as its command line does where it is not told. */
final class SearchStart {
  private static final int BITS = 2;
  private static final int RESIDUAL_BITS = 8;
  private static final long SEED = 1;

  private SearchStart() {}

  /** Throws a one-line error for whatever does not fit together. */
  static SearchTrials trials(
      StudyRequest request, Subject subject, SearchPlan plan, Subjects subjects) {
    SearchSettings settings = plan.searchSettings();
    Images all = subject.images();
    Images images =
        new Images(
            all.source(),
            all.normalization(),
            all.trainPerClass(),
            all.testPerClass(),
            HeldOut.parse(settings.images().heldOut(), all, subjects));
    ModelSource model = ModelSource.parse(subject.model().where());
    SearchRequest search =
        new SearchRequest(
            new Inputs(
                model.file(),
                request.inputs().data(),
                request.inputs().normalization(),
                settings.images().heldOut(),
                model.sizes()),
            request.inputs().hardware(),
            start(request, settings),
            plan,
            Execution.of(SEED, request.execution().threads()),
            request.out(),
            false);
    return SearchTrials.of(search, images, subjects);
  }

  private static StartRequest start(StudyRequest request, SearchSettings settings) {
    return new StartRequest(
        settings.epochs().init(),
        TeacherRequest.usual(),
        training(request, false, settings.weights().alphaFromData(), TrainingPlan.of(settings)),
        training(request, true, true, TrainingPlan.ofImported(settings)));
  }

  private static StartRequest.Training training(
      StudyRequest request, boolean imported, boolean fromData, TrainingPlan plan) {
    return new StartRequest.Training(
        new Arithmetic(
            Quantization.usual(imported, BITS, fromData),
            BITS,
            RESIDUAL_BITS,
            request.execution().precision()),
        request.recipe().apply(plan));
  }
}
