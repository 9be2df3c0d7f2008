package dev.twobit.experiment.exam;

import dev.twobit.experiment.engine.EngineChoice;
import dev.twobit.experiment.run.SearchRequest;
import java.nio.file.Path;

/**
 * What the judges are examined on.
 *
 * @param search in whose regime: network, images, budgets, weights, recipe; its seed draws the
 *     networks and is that of short trainings
 * @param networks compared, the original among them
 * @param trainings full ones of each network
 * @param widthResponse whether the network is trained at multiples of its widths too
 * @param engine where trials run
 * @param out where trials are kept, and the result in a folder of its name
 */
public record ExamRequest(
    SearchRequest search,
    int networks,
    int trainings,
    boolean widthResponse,
    EngineChoice engine,
    Path out) {
  /** As on the command line. */
  public static final String NAME = "judges";

  /** Of the search's settings. */
  public String preset() {
    return search.search().searchSettings().preset();
  }

  /** Where the result goes. */
  public Path folder() {
    return out.resolve(NAME + "-" + preset());
  }
}
