// The charts of a design space: one dot a point, one color a model and accelerator, the front filled.
/** Picojoules of a millijoule, which points are in. */
const MILLIJOULE = 1e9;
const AXES = {
  latency: () => [point => point.latencyMilliseconds, 'latency, ms'],
  energy: ({unit, picojoules}) => [point => point.energyMillijoules * MILLIJOULE / picojoules, 'energy of an inference, ' + unit],
  area: () => [point => point.areaSquareMillimetres, 'area, mm²']
};

const settingsOf = point => point.settings.map(setting => `${setting.key}=${setting.value}`).join(', ');

function scatter(x, y, energies) {
  const [xOf, xName] = AXES[x](energies), [yOf, yName] = AXES[y](energies);
  const [energyOf] = AXES.energy(energies);
  const kinds = [...new Set(run.points.map(point => `${point.model} on ${point.hardware}`))];
  const axis = (valueOf, name, gap) => {
    const values = run.points.map(valueOf);
    const least = Math.min(...values), most = Math.max(...values);
    const logarithmic = least > 0 && most > 5 * least;
    return {
      type: logarithmic ? 'log' : 'value', scale: true, name, nameLocation: 'middle', nameGap: gap,
      ...(logarithmic ? {logBase: 2, min: 2 ** Math.floor(Math.log2(least)), max: 2 ** Math.ceil(Math.log2(most))} : {}),
      axisLabel: {formatter: short}
    };
  };
  const series = kinds.map((kind, i) => {
    const color = HUES[i % HUES.length];
    return {
      name: kind, type: 'scatter', itemStyle: {color},
      data: run.points.filter(point => `${point.model} on ${point.hardware}` === kind).map(point => ({
        value: [xOf(point), yOf(point)], point, symbolSize: point.onFront ? 13 : 8, z: point.onFront ? 3 : 2,
        itemStyle: point.onFront ? {color, opacity: 1} : {color: 'transparent', borderColor: color, borderWidth: 1.5, opacity: 0.6}
      }))
    };
  });
  return {
    height: 420 + 22 * Math.ceil(kinds.length / 3),
    option: {
      legend: {top: 0, itemWidth: 14, itemHeight: 10, icon: 'circle'},
      tooltip: {
        confine: true,
        formatter: dot => {
          const {point} = dot.data;
          return `${encode(point.model)} on ${encode(point.hardware)}<br>${encode(settingsOf(point))}<br>`
            + `${digits(point.latencyMilliseconds)} ms, ${digits(energyOf(point))} ${energies.unit}, ${digits(point.areaSquareMillimetres)} mm²`
            + (point.onFront ? '<br><b>on the front</b>' : '');
        }
      },
      grid: {left: 76, right: 30, top: 34 + 22 * Math.ceil(kinds.length / 3), bottom: 52},
      xAxis: axis(xOf, xName, 30),
      yAxis: axis(yOf, yName, 52),
      series
    }
  };
}

const latencyArea = energies => scatter('area', 'latency', energies);
const latencyEnergy = energies => scatter('energy', 'latency', energies);
const energyArea = energies => scatter('area', 'energy', energies);
const CHARTS = {latencyArea, latencyEnergy, energyArea};
