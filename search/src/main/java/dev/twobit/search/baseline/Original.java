package dev.twobit.search.baseline;

import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchTask;
import java.nio.file.Path;

/** No search: the network as it is, whatever the budgets. */
final class Original implements SearchMethod {
  static final String NAME = "original";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress) {
    return FoundNetwork.original(NAME, task);
  }
}
