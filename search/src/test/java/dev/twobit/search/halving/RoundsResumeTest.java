package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.search.SearchSettings;
import dev.twobit.search.contest.Account;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Judge;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.KeptScores;
import dev.twobit.search.contest.PlantedJudge;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsResumeTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with(Map.of("calibrated-networks", "5"));

  @TempDir Path folder;

  /** Stopped after any number of judgings, it ends as without a stop and judges nothing twice. */
  @Test
  void stoppedAnywhereItEndsInTheSame() throws IOException {
    PlantedSpace space = new PlantedSpace(3, 3);
    List<Judging> whole = new ArrayList<>();
    Contest.Outcome expected = contest(space, whole, Integer.MAX_VALUE, "whole");
    for (int after = 1; after < whole.size(); after += 6) {
      List<Judging> asked = new ArrayList<>();
      String name = "stopped" + after;
      int stopAfter = after;
      assertThatThrownBy(() -> contest(space, asked, stopAfter, name))
          .isInstanceOf(TrainingStoppedException.class);
      Contest.Outcome resumed = contest(space, asked, Integer.MAX_VALUE, name);
      assertThat(resumed.returned()).isEqualTo(expected.returned());
      assertThat(Account.figures(resumed, 1)).isEqualTo(Account.figures(expected, 1));
      assertThat(asked).isEqualTo(whole);
    }
  }

  private Contest.Outcome contest(
      PlantedSpace space, List<Judging> asked, int stopAfter, String name) throws IOException {
    Judge planted = new PlantedJudge(space::accuracy, 9, 200, 1);
    StopRequest stop = new StopRequest();
    Judge counted =
        judging -> {
          asked.add(judging);
          if (asked.size() == stopAfter) {
            stop.request();
          }
          return planted.judge(judging);
        };
    Jury jury =
        new Jury(new KeptScores(counted, folder.resolve(name)), "halving", stop, epoch -> {});
    return PlantedSpace.contest(SETTINGS, 9, 1, space.contenders(), Set.of(), jury);
  }
}
