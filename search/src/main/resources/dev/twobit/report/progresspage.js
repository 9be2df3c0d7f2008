// Top-1 over the epochs of every phase that measures it.
function accuracy() {
  const phases = run.state.phases.map(({name, done}) => ({
    name, points: done.filter(e => e.top1Percent !== undefined).map(e => [e.epoch, e.top1Percent])
  })).filter(phase => phase.points.length > 0);
  return {
    height: 360,
    option: {
      legend: {type: 'scroll', top: 0, itemWidth: 38, itemHeight: 10, data: phases.map(phase => phase.name)},
      tooltip: {trigger: 'axis', confine: true, valueFormatter: value => value.toFixed(2) + ' %'},
      grid: {left: 64, right: 20, top: 44, bottom: 48},
      xAxis: {type: 'value', name: 'epoch of the phase', nameLocation: 'middle', nameGap: 28, minInterval: 1, min: 1},
      yAxis: {type: 'value', scale: true, name: 'top-1, %', nameLocation: 'middle', nameGap: 44},
      series: phases.map((phase, i) => ({
        name: phase.name, type: 'line', symbolSize: 6, data: phase.points,
        lineStyle: {type: i < HUES.length ? 'solid' : 'dashed', width: 2}
      }))
    }
  };
}

/** A process that was killed can no longer say so: its page grows old. */
function grownOld() {
  const seconds = (Date.now() - Date.parse(run.written)) / 1000;
  if (run.state.status === 'running' && seconds > 2 * run.mostSeconds) {
    document.querySelector('.status').textContent = `Nothing has been written here for ${Math.floor(seconds / 60)} minutes: `
      + 'the run was ended, or its machine sleeps. "twobit runs" says whether it still runs, "twobit report" writes this page anew.';
  }
}
grownOld();

const CHARTS = {accuracy};
