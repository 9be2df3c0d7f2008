package dev.twobit.search.baseline;

import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchTask;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** No search: the network as it is, whatever the budgets. */
final class Original implements SearchMethod {
  static final String NAME = "original";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, Consumer<SearchEpoch> listener) {
    return new FoundNetwork(
        NAME,
        task.network(),
        task.costs().precision(task.network()),
        Map.of(),
        task.costs().original(),
        Optional.empty());
  }
}
