package dev.twobit.results;

import java.util.List;
import java.util.Optional;

/**
 * A network of a curve.
 *
 * @param row its counts, simulated costs and accuracies on the test images
 * @param heldOut accuracy as deployed on the images that no training saw and that choose; absent
 *     where none are held out
 * @param budgets its costs by simulation beside those of the point; empty for the original
 * @param widths output channels of every convolution, beside the original's; empty for the original
 * @param codes how it uses its codes, of its first training; absent in results written before it
 *     was
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record CurveNetwork(
    NetworkRow row,
    Optional<Accuracy> heldOut,
    List<BudgetResult> budgets,
    List<LayerWidth> widths,
    Optional<CodeUse> codes) {
  public CurveNetwork {
    budgets = List.copyOf(budgets);
    widths = List.copyOf(widths);
  }

  /** Whether it is within all of them. */
  public boolean met() {
    return budgets.stream().allMatch(BudgetResult::met);
  }
}
