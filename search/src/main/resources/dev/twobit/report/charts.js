// One function a chart: results in, {height, option} out. Nothing here derives a figure.
const CYCLES = [['macActive', 'MAC active', '#0072b2'], ['fillDrain', 'fill and drain', '#56b4e9'],
  ['outputBound', 'output-bound', '#e69f00'], ['load', 'load', '#999999'], ['memoryStall', 'memory stall', '#d55e00']];
const ENERGIES = [['macPicojoules', 'MAC array', '#0072b2'], ['sramPicojoules', 'on-chip buffer', '#56b4e9'],
  ['dramPicojoules', 'external memory', '#d55e00'], ['postProcessorPicojoules', 'post-processor', '#e69f00'],
  ['leakagePicojoules', 'leakage', '#999999']];
const PALE = 0.4;

function channels() {
  const bar = (name, key, color) => ({
    name, type: 'bar', barGap: '5%', itemStyle: {color}, data: run.comparison.widths.map(width => width[key])
  });
  return overLayers(run.comparison.widths.map(width => width.layer), 'output channels',
    [bar('original', 'originalChannels', css('original')), bar('adapted', 'adaptedChannels', '#0072b2')]);
}

/** A stack for the original beside one for the adapted network; equal names share one legend entry. */
function layerStacks(parts, valueName, valueOf, written = grouped) {
  const names = mergedNames(run.simulations.original.layers.map(l => l.name), run.simulations.adapted.layers.map(l => l.name));
  const series = ['original', 'adapted'].flatMap(network => {
    const byName = new Map(run.simulations[network].layers.map(layer => [layer.name, layer]));
    return parts.map(([key, name, color]) => ({
      name, type: 'bar', stack: network, barGap: '8%', itemStyle: {color, opacity: network === 'original' ? PALE : 1},
      data: names.map(layer => byName.has(layer) ? valueOf(byName.get(layer), key) : null)
    }));
  });
  const chart = overLayers(names, valueName, series);
  chart.option.legend.data = parts.map(([, name, color]) => ({name, itemStyle: {color, opacity: 1}}));
  chart.option.tooltip.formatter = points => {
    const line = point => point.value == null ? '' : `${point.marker}${encode(point.seriesName)} ${written(point.value)}<br>`;
    const half = points.length / 2;
    const block = (title, part) => `<b>${title}</b><br>${part.map(line).join('') || 'not in this network<br>'}`;
    return encode(points[0].name) + '<br>' + block('original', points.slice(0, half)) + block('adapted', points.slice(half));
  };
  return chart;
}

const latencyByLayer = () => layerStacks(CYCLES, 'clock cycles', (layer, key) => layer.cycles[key]);

/** What each layer of the adapted network spends its own clocks on, whatever its size. */
function latencyShares() {
  const layers = run.simulations.adapted.layers.filter(layer => layer.latencyCycles > 0);
  const chart = overLayers(layers.map(layer => layer.name), 'share of the layer\'s cycles, %', CYCLES.map(([key, name, color]) => ({
    name, type: 'bar', stack: 'all', itemStyle: {color}, barCategoryGap: '25%',
    data: layers.map(layer => 100 * layer.cycles[key] / layer.latencyCycles)
  })));
  chart.option.tooltip.valueFormatter = value => digits(value) + ' %';
  (chart.option.xAxis.type === 'value' ? chart.option.xAxis : chart.option.yAxis).max = 100;
  return chart;
}

const energyByLayer = ({unit, picojoules}) => layerStacks(ENERGIES, 'energy, ' + unit,
  (layer, key) => layer.energy[key] / picojoules, value => `${digits(value)} ${unit}`);

/** Two lying bars, original above adapted. */
function totals(parts, field, valueName, size = 1, written = grouped) {
  return {
    height: 210,
    option: {
      legend: {top: 0, itemWidth: 14, itemHeight: 10, type: 'scroll'},
      tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, valueFormatter: written, confine: true},
      grid: {left: 70, right: 24, top: 36, bottom: 48},
      xAxis: {type: 'value', name: valueName, nameLocation: 'middle', nameGap: 26, axisLabel: {formatter: short}},
      yAxis: {type: 'category', inverse: true, data: ['original', 'adapted']},
      series: parts.map(([key, name, color]) => ({
        name, type: 'bar', stack: 'total', barWidth: 30, itemStyle: {color},
        data: ['original', 'adapted'].map(network => run.simulations[network][field][key] / size)
      }))
    }
  };
}
const latencyTotals = () => totals(CYCLES, 'cycles', 'clock cycles');
const energyTotals = ({unit, picojoules}) => totals(ENERGIES, 'energy', 'energy of an inference, ' + unit, picojoules,
  value => `${digits(value)} ${unit}`);

function rooflinePoints(simulation) {
  return simulation.layers.filter(layer => layer.roofline).map(layer => ({
    name: layer.name, precision: layer.precision, cycles: layer.latencyCycles,
    value: [layer.roofline.operationalIntensityMacsPerByte, layer.roofline.attainedMacsPerCycle]
  }));
}

/** Layers under the roofs of the first simulation, whose slowest are named; the second, if any, is pale. */
function rooflineOf(front, back) {
  const [name, simulation] = front;
  const points = rooflinePoints(simulation), pale = back ? rooflinePoints(back[1]) : [];
  const {roofs, bandwidthBytesPerCycle: bandwidth} = simulation;
  const all = [...pale, ...points].map(point => point.value);
  const ridges = roofs.map(roof => roof.peakMacsPerCycle / bandwidth);
  const decade = (values, round) => 10 ** round(Math.log10(values));
  const left = decade(Math.min(...all.map(p => p[0]), ...ridges), Math.floor);
  const right = decade(Math.max(...all.map(p => p[0]), ...ridges), Math.ceil);
  const bottom = decade(Math.min(...all.map(p => p[1])), Math.floor);
  const top = decade(Math.max(...all.map(p => p[1]), ...roofs.map(r => r.peakMacsPerCycle)), Math.ceil);
  const slowest = new Set([...points].sort((a, b) => b.cycles - a.cycles).slice(0, 4).map(p => p.name));
  const roofName = roof => `${roof.precision} bits: ${digits(roof.peakMacsPerCycle)} MAC/cycle`;
  const roofLine = (roof, i) => {
    const peak = roof.peakMacsPerCycle, ridge = peak / bandwidth;
    const start = Math.max(left, bottom / bandwidth);
    return {
      name: roofName(roof), type: 'line', symbol: 'none', silent: true,
      itemStyle: {color: css('ink')}, lineStyle: {color: css('ink'), width: 1.3, type: i === 0 ? 'solid' : [6, 4]},
      data: [[start, start * bandwidth], [ridge, peak], [right, peak]]
    };
  };
  const cloud = (name, points, style, label) => ({
    name, type: 'scatter', symbolSize: 10, itemStyle: style,
    data: points.map(point => ({...point, symbol: symbolOf(point.precision)})),
    label: {
      show: label, position: 'right', distance: 7, color: css('ink'), fontSize: 11,
      backgroundColor: css('paper'), padding: [0, 3],
      formatter: point => slowest.has(point.name) ? clip(point.name) : ''
    },
    labelLayout: {hideOverlap: true, moveOverlap: 'shiftY'}
  });
  const symbolOf = precision => precision === roofs[0]?.precision ? 'circle' : 'diamond';
  const axis = (name, min, max, gap) => ({
    type: 'log', name, min, max, nameLocation: 'middle', nameGap: gap, axisLabel: {formatter: short}
  });
  return {
    height: 480,
    option: {
      legend: {top: 0, itemWidth: 30, itemHeight: 10, data: [...(back ? [back[0]] : []), name, ...roofs.map(roofName)]},
      tooltip: {
        confine: true,
        formatter: point => `${encode(point.seriesName)}: ${encode(point.name)} (${encode(point.data.precision)} bits)<br>`
          + `${digits(point.value[0])} MAC/byte, ${digits(point.value[1])} MAC/cycle`
      },
      grid: {left: 70, right: 30, top: 60, bottom: 52},
      xAxis: axis('operational intensity, MAC per byte of external memory', left, right, 30),
      yAxis: axis('attained, MAC per clock cycle', bottom, top, 48),
      series: [...roofs.map(roofLine),
        ...(back ? [cloud(back[0], pale, {color: 'transparent', borderColor: css('soft'), borderWidth: 1.5}, false)] : []),
        cloud(name, points, {color: '#0072b2'}, true)]
    }
  };
}

const roofline = () => rooflineOf(['adapted', run.simulations.adapted], ['original', run.simulations.original]);
