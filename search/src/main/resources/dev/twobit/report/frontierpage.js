// The charts of networks that use a budget up: one dot a network, the original and the most of each marked.
const SHARES = {
  macs: 'multiply-accumulates, multiple of the original',
  params: 'parameters, multiple of the original',
  latency: 'latency, multiple of the original'
};

const widthsOf = point => Object.entries(point.widths).map(([unit, width]) => `${unit} ${width}`).join(', ');

function frontierScatter(x, y) {
  const axis = (key, gap) => ({
    type: 'value', scale: true, name: SHARES[key], nameLocation: 'middle', nameGap: gap, axisLabel: {formatter: short}
  });
  const original = {widths: {}, macs: 1, params: 1, latency: 1, whole: 1};
  const dots = (name, points, color, symbol, symbolSize) => ({
    name, type: 'scatter', symbol, symbolSize, itemStyle: {color, opacity: 0.75},
    data: points.map(point => ({value: [point[x], point[y]], point}))
  });
  return {
    height: 440,
    option: {
      legend: {top: 0, itemWidth: 14, itemHeight: 10},
      tooltip: {
        confine: true,
        formatter: dot => {
          const {point} = dot.data;
          return `${encode(dot.seriesName)}<br>MACs ${digits(point.macs)}x, PARAMs ${digits(point.params)}x<br>`
            + `latency ${digits(point.latency)}x, back to back ${digits(point.whole)}x<br>${encode(widthsOf(point))}`;
        }
      },
      grid: {left: 76, right: 30, top: 40, bottom: 52},
      xAxis: axis(x, 30),
      yAxis: axis(y, 52),
      series: [
        dots('within the budget', run.networks, HUES[0], 'circle', 7),
        dots('most MACs', [run.mostMacs], HUES[1], 'diamond', 15),
        dots('most PARAMs', [run.mostParams], HUES[2], 'triangle', 15),
        dots('original', [original], HUES[3], 'rect', 13)
      ]
    }
  };
}

const macsLatency = () => frontierScatter('latency', 'macs');
const macsParams = () => frontierScatter('macs', 'params');
const CHARTS = {macsLatency, macsParams};
