package dev.twobit.results;

import dev.twobit.network.CostKind;

/**
 * One budget and what the adapted network costs by simulation of the whole network (latency, its
 * layers back to back, energy, SRAM peak) or by count (FLOPs, PARAMs).
 *
 * @param requested as the user wrote it, or the preset's own
 * @param unit of all values: {@code ms}, {@code mJ}, {@code MACs}, {@code parameters}, {@code KiB}
 * @param originalValue of the quantized original, what {@code 1.0x} refers to
 * @param lowerBand the search pushes upward below it; 0 for a limit alone
 * @param limit must not be passed
 * @param achievedValue of the adapted network
 * @param met achievedValue is at most limit
 */
public record BudgetResult(
    CostKind kind,
    String requested,
    String unit,
    double originalValue,
    double lowerBand,
    double limit,
    double achievedValue,
    boolean met) {}
