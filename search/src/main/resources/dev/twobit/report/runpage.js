// The charts of a search run.
const CHARTS = {channels, latencyByLayer, latencyShares, latencyTotals, energyByLayer, energyTotals, roofline, costs, accuracies};
