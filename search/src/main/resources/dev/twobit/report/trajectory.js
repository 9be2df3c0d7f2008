// The search over its epochs, and every phase's accuracy.
const KIND_NAMES = {latency: 'latency', energy: 'energy', flops: 'FLOPs', params: 'PARAMs',
  sram_peak: 'SRAM peak', whole: 'latency back to back'};

function costs() {
  const epochs = run.search.epochs.filter(epoch => epoch.costs.length > 0);
  const kinds = [...new Set(epochs.flatMap(epoch => epoch.costs.map(cost => cost.kind)))];
  const line = (kind, key, what, color, style) => ({
    name: `${KIND_NAMES[kind]}, ${what}`, type: 'line', symbolSize: 5, color,
    lineStyle: {color, type: style, width: 2}, itemStyle: {color},
    data: epochs.flatMap(epoch => epoch.costs.filter(c => c.kind === kind).map(c => [epoch.epoch, c[key]]))
  });
  const series = kinds.flatMap((kind, i) => [
    line(kind, 'expectedRelative', 'expected', HUES[i], 'dashed'),
    line(kind, 'genotypeRelative', 'most probable network', HUES[i], 'solid')]);
  const budget = run.comparison.budgets[0];
  if (budget) {
    series[0].markArea = {
      silent: true, itemStyle: {color: 'rgba(0, 158, 115, 0.16)'},
      data: [[{yAxis: budget.lowerBand / budget.limit}, {yAxis: 1}]],
      label: {show: true, position: 'insideTopLeft', color: css('good'), formatter: 'budget band'}
    };
  }
  const option = trajectoryOption('cost / budget', 'search epoch', [...series, ...expansionMarks(epochs)]);
  option.yAxis.max = range => Math.max(1.05, Math.ceil(range.max * 20) / 20);
  return {height: 380, option};
}

/** Triangles on the line of the most probable network in epochs that expanded layers. */
function expansionMarks(epochs) {
  if (run.search.expansions.length === 0) return [];
  const height = new Map(epochs.map(epoch => [epoch.epoch, epoch.costs[0].genotypeRelative]));
  const at = [...new Set(run.search.expansions.map(expansion => expansion.epoch))].filter(epoch => height.has(epoch));
  const texts = epoch => run.search.expansions.filter(e => e.epoch === epoch)
    .map(e => `${encode(e.layer)}: ${e.fromWidth} → ${e.toWidth} channels (p = ${digits(e.probability)})`);
  return [{
    name: 'layers expanded', type: 'scatter', symbol: 'triangle', symbolSize: 15, z: 5, clip: false,
    itemStyle: {color: '#d55e00'},
    data: at.map(epoch => [epoch, height.get(epoch)]),
    label: {
      show: true, position: 'top', color: css('ink'),
      formatter: point => '+' + run.search.expansions.filter(e => e.epoch === point.value[0]).length
    },
    tooltip: {formatter: point => `epoch ${point.value[0]}<br>${texts(point.value[0]).join('<br>')}`}
  }];
}

const measured = epoch => epoch.heldOutAccuracyPercent ?? epoch.trainAccuracyPercent;

function accuracies() {
  const phases = [...new Set(run.search.epochs.map(epoch => epoch.phase))];
  const series = phases.map((phase, i) => ({
    name: phase, type: 'line', symbolSize: 4, lineStyle: {width: 2, type: i < HUES.length ? 'solid' : 'dashed'},
    data: run.search.epochs.filter(epoch => epoch.phase === phase && measured(epoch) !== undefined)
      .map(epoch => [epoch.epoch, measured(epoch)])
  })).filter(line => line.data.length > 0);
  return {height: 380, option: trajectoryOption('top-1 accuracy, %', 'epoch of the phase', series)};
}

function trajectoryOption(valueName, epochName, series) {
  const names = [...new Set(series.map(line => line.name))];
  const rows = Math.ceil(names.reduce((sum, name) => sum + name.length * 7 + 40, 0) / 1000);
  return {
    legend: {top: 0, itemWidth: 38, itemHeight: 10},
    tooltip: {
      trigger: 'item', confine: true,
      formatter: point => `${encode(point.seriesName)}<br>epoch ${point.value[0]}: ${digits(point.value[1])}`
    },
    grid: {left: 64, right: 24, top: 24 + 22 * rows, bottom: 48},
    xAxis: {type: 'value', name: epochName, nameLocation: 'middle', nameGap: 28, min: 1, max: 'dataMax', minInterval: 1},
    yAxis: {type: 'value', name: valueName, nameLocation: 'middle', nameGap: 46, scale: true},
    series
  };
}
