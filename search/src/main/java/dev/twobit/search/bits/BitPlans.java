package dev.twobit.search.bits;

import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.CostModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Choices of bits of layers that widths are searched at: as asked for, each candidate for all
 * layers, and of each two next to each other the dearer for the first half of the layers or for the
 * second (search/docs/methods.md#joint).
 *
 * @param space of the task's network
 * @param choices by number from 2 on; 1 is what was asked for
 */
record BitPlans(BitSpace space, List<int[]> choices) {
  static BitPlans of(SearchTask task, BitSpace space) {
    List<Integer> order =
        IntStream.range(0, space.candidates().size())
            .boxed()
            .sorted(
                Comparator.comparingInt(
                    c ->
                        space.candidates().get(c).weights()
                            * space.candidates().get(c).activations()))
            .toList();
    List<int[]> all = new ArrayList<>();
    order.forEach(c -> all.add(space.uniform(c)));
    int half = space.layers().size() / 2;
    for (int i = 1; i < order.size() && half > 0; i++) {
      int[] first = space.uniform(order.get(i - 1));
      Arrays.fill(first, 0, half, order.get(i));
      int[] second = space.uniform(order.get(i - 1));
      Arrays.fill(second, half, second.length, order.get(i));
      all.add(first);
      all.add(second);
    }
    var asked = task.costs().precision(task.network()).weighted();
    all.removeIf(
        choice ->
            BitProblem.model(task, space, choice)
                .precision(task.network())
                .weighted()
                .equals(asked));
    return new BitPlans(space, List.copyOf(all));
  }

  /** All of them as tasks with these bits, what was asked for first. */
  List<SearchTask.Alternative> alternatives(SearchTask task) {
    List<SearchTask.Alternative> alternatives = new ArrayList<>();
    alternatives.add(new SearchTask.Alternative(0, 1, task.costs(), task.scheme()));
    for (int[] choice : choices) {
      CostModel costs = BitProblem.model(task, space, choice);
      alternatives.add(
          new SearchTask.Alternative(
              0, alternatives.size() + 1, costs, space.scheme(task.scheme(), choice)));
    }
    return alternatives;
  }

  /** Bits by layer of each, by number. */
  Map<Integer, String> texts() {
    Map<Integer, String> texts = new LinkedHashMap<>();
    texts.put(1, "as asked for");
    choices.forEach(choice -> texts.put(texts.size() + 1, space.text(choice)));
    return texts;
  }
}
