// The charts of a search of several budgets: what was found and the uniform scalings as lines, the original as a point.
const CURVES = [['uniform', 'uniform scaling', 'rect', 'dashed', 15], ['found', 'found', 'circle', 'solid', 9]];

const deployed = network => network.row.accuracies.find(accuracy => accuracy.form === 'as_deployed');
const heldOut = network => network.heldOut;

/** Latency and accuracy of a network with what is told of it; nothing where either was not measured. */
function mark(network, accuracyOf, budget) {
  const accuracy = accuracyOf(network), simulated = network.row.simulated;
  return accuracy && simulated
    ? [{value: [simulated.latencyMilliseconds, accuracy.top1Percent], accuracy, simulated, network, budget}] : [];
}

/** The accuracy's interval, drawn over its mark. */
const intervals = (name, marks, color) => ({
  type: 'custom', name, silent: true, z: 1, itemStyle: {color}, encode: {x: 0, y: [1, 2]},
  data: marks.map(({value, accuracy}) => [value[0], accuracy.lower95Percent, accuracy.upper95Percent]),
  renderItem: (params, api) => {
    const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
    const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: color, lineWidth: 1, opacity: 0.7}});
    return {type: 'group', children: [line(low[0], low[1], low[0], high[1]),
      line(low[0] - 4, low[1], low[0] + 4, low[1]), line(high[0] - 4, high[1], high[0] + 4, high[1])]};
  }
});

function curve(accuracyOf, valueName) {
  const lines = CURVES.map(([key, name, symbol, dashes, size], i) => ({
    name, symbol, dashes, size, named: key === 'found', color: HUES[1 - i],
    marks: run.curve.points.flatMap(point => mark(point[key], accuracyOf, point.budget)).sort((a, b) => a.value[0] - b.value[0])
  }));
  const original = {name: 'original', symbol: 'diamond', color: HUES[2], marks: mark(run.curve.original, accuracyOf, '')};
  const all = [...lines, original];
  return {
    height: 440,
    option: {
      legend: {top: 0, itemWidth: 38, itemHeight: 10, data: all.map(series => series.name)},
      tooltip: {
        trigger: 'item', confine: true,
        formatter: dot => {
          const {accuracy, simulated, network, budget} = dot.data;
          return `<b>${encode(dot.seriesName)}</b> ${encode(budget)}<br>${accuracy.top1Percent.toFixed(2)} % (${accuracy.lower95Percent.toFixed(1)} to ${accuracy.upper95Percent.toFixed(1)}),`
            + ` ${digits(simulated.latencyMilliseconds)} ms<br>${short(network.row.flops)} MACs, ${short(network.row.params)} PARAMs`;
        }
      },
      grid: {left: 70, right: 36, top: 44, bottom: 52},
      xAxis: {type: 'value', scale: true, name: 'simulated latency, ms', nameLocation: 'middle', nameGap: 30, axisLabel: {formatter: short}},
      yAxis: {type: 'value', scale: true, name: valueName, nameLocation: 'middle', nameGap: 48, axisLabel: {formatter: short}},
      series: [
        ...all.map(series => intervals(series.name, series.marks, series.color)),
        {name: original.name, type: 'scatter', symbol: original.symbol, symbolSize: 19, data: original.marks, itemStyle: {color: original.color}},
        ...lines.map(({name, symbol, dashes, size, named, color, marks}) => ({
          name, type: 'line', symbol, symbolSize: size, data: marks, itemStyle: {color}, lineStyle: {color, type: dashes},
          label: {show: named, position: 'top', color: css('soft'), fontSize: 11, formatter: dot => dot.data.budget},
          labelLayout: {hideOverlap: true}
        }))
      ]
    }
  };
}

const testCurve = () => curve(deployed, 'top-1 as deployed, test images, %');
const heldOutCurve = () => curve(heldOut, 'top-1 as deployed, held-out images, %');
const CHARTS = {testCurve, heldOutCurve};
