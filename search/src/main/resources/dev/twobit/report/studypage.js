// The figures of a study, as it describes them: bars, lines or dots, with bars of error. What is published is hatched.
const PUBLISHED = {symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.75)'};

/** Value less and plus deviation, drawn over its mark. */
function errors(series, chart, slots) {
  const points = series.points.filter(point => point.deviation > 0);
  return points.length === 0 ? [] : [{
    type: 'custom', name: series.name, silent: true, z: 5, encode: {x: 0, y: [1, 2]},
    data: points.map(point => [point.x, point.y - point.deviation, point.y + point.deviation]),
    renderItem: (params, api) => {
      const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
      const width = chart.kind === 'bars' ? api.size([1, 0])[0] * 0.76 / slots.count : 0;
      const x = low[0] + width * (slots.index - (slots.count - 1) / 2);
      const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: css('ink'), lineWidth: 1.2}});
      return {type: 'group', children: [line(x, low[1], x, high[1]), line(x - 4, low[1], x + 4, low[1]), line(x - 4, high[1], x + 4, high[1])]};
    }
  }];
}

function marks(series, chart, index) {
  const color = HUES[index % HUES.length];
  const byCategory = chart.categories.length > 0;
  const values = byCategory
    ? chart.categories.map((name, i) => series.points.find(point => point.x === i)?.y ?? null)
    : [...series.points].sort((a, b) => chart.kind === 'lines' ? a.x - b.x : 0).map(point => [point.x, point.y]);
  if (chart.kind === 'bars') {
    return {
      name: series.name, type: 'bar', barCategoryGap: '24%', barGap: '0%', data: values,
      itemStyle: series.published ? {color: css('original'), decal: PUBLISHED} : {color}
    };
  }
  return {
    name: series.name, type: chart.kind === 'lines' ? 'line' : 'scatter', symbolSize: 8, connectNulls: true, data: values,
    symbol: ['circle', 'rect', 'triangle', 'diamond', 'pin'][index % 5],
    itemStyle: {color}, lineStyle: {color, type: series.published ? 'dashed' : 'solid'}
  };
}

/** Bars start at the axis: not from zero where all are far from it and alike, and then it says so. */
function span(chart) {
  const values = chart.series.flatMap(series => series.points.flatMap(p => [p.y - p.deviation, p.y + p.deviation]));
  const least = Math.min(...values), most = Math.max(...values);
  return chart.kind === 'bars' && least > 0 && most - least < 0.4 * most
    ? {min: Math.max(0, Math.floor(least - 0.5 * (most - least) - 0.5)), scale: true} : {scale: chart.kind !== 'bars'};
}

function figure(chart) {
  const names = chart.categories;
  const longest = Math.max(0, ...names.map(name => clip(name).length));
  const many = names.length > 6 || longest * names.length > 110;
  const room = many ? Math.round(longest * 5) + 24 : 26;
  const y = span(chart);
  return {
    height: 380 + (names.length ? room : 0) + 22 * Math.floor(chart.series.length / 8),
    option: {
      legend: {top: 0, itemWidth: 38, itemHeight: 10, data: chart.series.map(series => series.name)},
      tooltip: {trigger: names.length ? 'axis' : 'item', confine: true, axisPointer: {type: 'shadow'}},
      grid: {left: 78, right: 24, top: 40 + 22 * Math.floor(chart.series.length / 8), bottom: (names.length ? room : 30) + 24},
      xAxis: names.length
        ? {type: 'category', data: names, axisLabel: {interval: 0, rotate: many ? 50 : 0, formatter: name => clip(name)}, axisTick: {alignWithLabel: true}}
        : {type: 'value', scale: true, name: chart.xName, nameLocation: 'middle', nameGap: 30, axisLabel: {formatter: short}},
      yAxis: {type: 'value', name: chart.yName + (y.min > 0 ? ' (from ' + y.min + ')' : ''), nameLocation: 'middle', nameGap: 54, axisLabel: {formatter: short}, ...y},
      series: [
        ...chart.series.map((series, i) => marks(series, chart, i)),
        ...chart.series.flatMap((series, i) => errors(series, chart, {index: i, count: chart.series.length}))
      ]
    }
  };
}

const CHARTS = Object.fromEntries(run.page.charts.map(chart => [chart.name, () => figure(chart)]));
