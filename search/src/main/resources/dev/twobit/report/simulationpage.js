// The charts of one simulation.
const SIMULATED = run.simulation;

/** One stack a layer. */
function stacks(parts, valueName, valueOf) {
  const {layers} = SIMULATED;
  return overLayers(layers.map(layer => layer.name), valueName, parts.map(([key, name, color]) => ({
    name, type: 'bar', stack: 'all', itemStyle: {color}, barCategoryGap: '25%', data: layers.map(layer => valueOf(layer, key))
  })));
}

const layerCycles = () => stacks(CYCLES, 'clock cycles', (layer, key) => layer.cycles[key]);
function layerEnergy({unit, picojoules}) {
  const chart = stacks(ENERGIES, 'energy, ' + unit, (layer, key) => layer.energy[key] / picojoules);
  chart.option.tooltip.valueFormatter = value => `${digits(value)} ${unit}`;
  return chart;
}

function layerShares() {
  const chart = stacks(CYCLES, 'share of the layer\'s cycles, %', (layer, key) => 100 * layer.cycles[key] / layer.latencyCycles);
  chart.option.tooltip.valueFormatter = value => digits(value) + ' %';
  (chart.option.xAxis.type === 'value' ? chart.option.xAxis : chart.option.yAxis).max = 100;
  return chart;
}

const layerRoofline = () => rooflineOf(['layers', SIMULATED]);

const CHARTS = {layerCycles, layerShares, layerRoofline, layerEnergy};
