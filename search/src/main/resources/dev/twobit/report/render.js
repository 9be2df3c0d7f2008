// Draws every chart of CHARTS the page has a place for, again when paper, width or color scheme change.

/** Paper is narrower than the window a chart was laid out for: let it shrink as a picture. */
function scaleWithPaper(svg) {
  svg.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
}

function draw() {
  for (const place of document.querySelectorAll('[data-chart]')) {
    echarts.getInstanceByDom(place)?.dispose();
    const {height, option} = CHARTS[place.dataset.chart](place.dataset);
    place.style.height = height + 'px';
    echarts.init(place, theme(), {renderer: 'svg'})
      .setOption({animation: false, aria: {enabled: true}, ...option});
    scaleWithPaper(place.querySelector('svg'));
  }
}

let width = window.innerWidth;
draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('beforeprint', draw);
addEventListener('afterprint', draw);
addEventListener('resize', () => {
  if (window.innerWidth !== width) {
    width = window.innerWidth;
    draw();
  }
});
