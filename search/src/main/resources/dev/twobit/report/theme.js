'use strict';
// Colors, number texts and layer axes shared by all charts. Okabe-Ito hues: safe for color-blind readers.
const run = JSON.parse(document.getElementById('results').textContent);
const HUES = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8f7fd1', '#999999'];
const MOST_UPRIGHT_LAYERS = 32;

const css = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const encode = text => echarts.format.encodeHTML(String(text));
const grouped = value => Math.round(value).toLocaleString('en-US');
const digits = value => Number(value.toPrecision(3)).toLocaleString('en-US', {maximumSignificantDigits: 3});

function short(value) {
  const steps = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']];
  const step = steps.find(([size]) => Math.abs(value) >= size);
  return step ? Number((value / step[0]).toPrecision(3)) + ' ' + step[1] : String(Number(value.toPrecision(3)));
}

/** Without what exporters repeat: /layer1/layer1.0/conv1/Conv reads layer1.0/conv1. */
const plain = name => name.replace(/^\//, '').replace(/\/(Conv|Gemm|MatMul)$/, '').replace(/^([^/]+)\/(?=\1\.)/, '');

/** Names end in what tells them apart, so the start is cut, between two words where there are any. */
function clip(name, most = 24) {
  const short = plain(name);
  if (short.length <= most) return short;
  const end = short.slice(1 - most);
  const whole = end.replace(/^[^/._ -]*[/._ -]+/, '');
  return '…' + (whole.length >= most / 3 ? whole : end);
}

function theme() {
  const soft = css('soft'), grid = css('grid');
  const axis = {
    nameTextStyle: {color: soft}, axisLabel: {color: soft}, axisLine: {lineStyle: {color: soft}},
    axisTick: {lineStyle: {color: soft}}, splitLine: {lineStyle: {color: grid}}, minorSplitLine: {show: false}
  };
  return {
    backgroundColor: 'transparent', color: HUES,
    textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
    categoryAxis: {...axis, splitLine: {show: false}}, valueAxis: axis, logAxis: axis,
    legend: {textStyle: {color: css('ink')}, pageTextStyle: {color: soft}}
  };
}

/** Names of both networks in one order: the original's, with inserted layers after their predecessor. */
function mergedNames(first, second) {
  const names = [...first];
  second.forEach((name, i) => {
    if (!names.includes(name)) names.splice(i === 0 ? 0 : names.indexOf(second[i - 1]) + 1, 0, name);
  });
  return names;
}

/** Grouped bars over layers: upright while names fit below, lying where there are many. */
function overLayers(names, valueName, series) {
  const upright = names.length <= MOST_UPRIGHT_LAYERS;
  const longest = Math.max(...names.map(name => clip(name).length));
  const layers = {
    type: 'category', data: names, inverse: !upright, axisTick: {alignWithLabel: true},
    axisLabel: {interval: 0, rotate: upright ? 55 : 0, fontSize: 11, formatter: name => clip(name)}
  };
  const values = {
    type: 'value', name: valueName, nameLocation: 'middle', nameGap: upright ? 52 : 26,
    axisLabel: {formatter: short}
  };
  const room = Math.round(longest * 6.2) + 14;
  return {
    height: upright ? 380 + Math.round(room * 0.6) : 110 + 22 * names.length,
    option: {
      legend: {top: 0, itemWidth: 14, itemHeight: 10},
      tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, valueFormatter: grouped, confine: true},
      grid: upright
        ? {left: 74, right: 12, top: 44, bottom: Math.max(40, Math.round(room * 0.82) + 8)}
        : {left: room, right: 20, top: 40, bottom: 44},
      xAxis: upright ? layers : values,
      yAxis: upright ? values : layers,
      series
    }
  };
}
