// Every network of every run: accuracy against latency, a color a run.
const accuracyOf = network => network.accuracies.find(a => a.form === 'as_deployed') ?? network.accuracies[0];

function marksOf({networks}, isResult) {
  return networks.filter(network => network.isResult === isResult && network.simulated && accuracyOf(network))
    .map(network => ({value: [network.simulated.latencyMilliseconds, accuracyOf(network).top1Percent], network}));
}

function accuracyLatency() {
  const series = run.runs.flatMap((one, i) => {
    const color = HUES[i % HUES.length], name = one.run;
    const found = marksOf(one, true).sort((a, b) => a.value[0] - b.value[0]);
    const all = [...found, ...marksOf(one, false)];
    return [
      {name, type: 'line', symbol: 'circle', symbolSize: 11, data: found, itemStyle: {color}, lineStyle: {color, type: 'solid'}},
      {name, type: 'scatter', symbol: 'circle', symbolSize: 11, data: marksOf(one, false),
        itemStyle: {color: css('paper'), borderColor: color, borderWidth: 2}},
      {
        name, type: 'custom', silent: true, z: 1, itemStyle: {color}, encode: {x: 0, y: [1, 2]},
        data: all.map(({value, network}) => [value[0], accuracyOf(network).lower95Percent, accuracyOf(network).upper95Percent]),
        renderItem: (params, api) => {
          const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
          return {type: 'line', shape: {x1: low[0], y1: low[1], x2: high[0], y2: high[1]}, style: {stroke: color, opacity: 0.6}};
        }
      }];
  });
  return {
    height: 440,
    option: {
      legend: {type: 'scroll', top: 0, itemWidth: 14, itemHeight: 10},
      tooltip: {
        trigger: 'item', confine: true,
        formatter: ({seriesName, data: {network}}) => {
          const accuracy = accuracyOf(network);
          return `<b>${encode(seriesName)}</b><br>${encode(network.label)} ${encode(network.budget)}<br>${accuracy.top1Percent.toFixed(2)} %`
            + ` (${accuracy.lower95Percent.toFixed(1)} to ${accuracy.upper95Percent.toFixed(1)}), ${digits(network.simulated.latencyMilliseconds)} ms`;
        }
      },
      grid: {left: 70, right: 36, top: 44, bottom: 52},
      xAxis: {type: 'value', scale: true, name: 'simulated latency, ms', nameLocation: 'middle', nameGap: 30, axisLabel: {formatter: short}},
      yAxis: {type: 'value', scale: true, name: 'top-1, %', nameLocation: 'middle', nameGap: 48, axisLabel: {formatter: short}},
      series
    }
  };
}

const CHARTS = {accuracyLatency};
