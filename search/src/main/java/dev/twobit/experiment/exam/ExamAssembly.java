package dev.twobit.experiment.exam;

import dev.twobit.experiment.run.SearchSetup;
import dev.twobit.results.TwobitVersion;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyResult.Fact;
import dev.twobit.training.data.ImageDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts the exam into the form that a study's page shows. */
final class ExamAssembly {
  private final ExamRequest request;
  private final SearchSetup setup;
  private final ExamTrials trials;

  ExamAssembly(ExamRequest request, SearchSetup setup, ExamTrials trials) {
    this.request = request;
    this.setup = setup;
    this.trials = trials;
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: not asked for
  StudyResult result(
      List<Examined> networks,
      Optional<WidthResponse> response,
      List<StudyResult.TrialTime> times) {
    ExamScores scores = new ExamScores(networks, trials.brief());
    return new StudyResult(
        TwobitVersion.current(),
        ExamRequest.NAME,
        request.preset(),
        "The judges' exam",
        facts(networks),
        new ExamPage(scores, setup.trial().execution().seed())
            .page(response.map(WidthResponse::table).stream().toList()),
        List.of(),
        times);
  }

  private List<Fact> facts(List<Examined> networks) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("preset", request.preset()));
    facts.add(new Fact("model", setup.trial().subject().model().where()));
    facts.add(new Fact("data", setup.trial().subject().images().source().where()));
    facts.add(new Fact("normalization", setup.trial().subject().images().normalization()));
    facts.add(new Fact("images", images(networks)));
    facts.add(new Fact("hardware", setup.trial().hardware().where()));
    facts.add(new Fact("budgets", String.join(", ", setup.trial().search().budgets())));
    facts.add(
        new Fact(
            "full training",
            "recipe %s, %d epochs, batches of %d"
                .formatted(
                    setup.request().training().recipe(),
                    trials.epochs(),
                    setup.trial().candidates().orElseThrow().training().values().batchSize())));
    setup.told().forEach(told -> facts.add(new Fact("start", told)));
    facts.add(new Fact("threads a trial", String.valueOf(setup.trial().execution().threads())));
    facts.add(new Fact("seed", String.valueOf(setup.trial().execution().seed())));
    return facts;
  }

  private String images(List<Examined> networks) {
    ImageDataset train = setup.images().train();
    Examined first = networks.get(0);
    return String.format(
        Locale.ROOT,
        "%,d for training, %,d for scores, %,d for full trainings",
        train.size(),
        setup.images().heldOut().size() - first.full().get(0).images(),
        first.full().get(0).images());
  }
}
