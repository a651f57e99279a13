// The figures of the day under the pointer. They are asked for when somebody points at a chart, not before.
const days = new Map();
const life = new AbortController();
export const unmount = () => life.abort();

function figuresOf(url) {
  if (!days.has(url)) {
    days.set(url, fetch(url, { headers: { Accept: 'application/json' } })
      .then(answer => answer.ok ? answer.json() : { days: [] })
      .then(document => document.days)
      .catch(() => []));
  }
  return days.get(url);
}

const part = ratio => ratio === null ? '?' : `${(ratio * 100).toFixed(2)} %`;
const shown = amount => amount === null ? '?' : (+amount).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

async function point(svg, figure, event) {
  const all = await figuresOf(figure.dataset.days);
  const box = svg.getBoundingClientRect();
  const left = +svg.dataset.left, width = svg.dataset.right - left, steps = all.length - 1;
  if (steps < 0) return;
  const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
  const at = steps ? Math.min(Math.max(Math.round((x - left) / width * steps), 0), steps) : 0;
  const day = all[at];
  figure.querySelector('.pointed').textContent =
    `${day.day}: value ${shown(day.value)}, invested ${shown(day.invested)}, gain ${shown(day.gain)}, drawdown ${part(day.drawdown)}`;
  const cursor = svg.querySelector('.cursor');
  if (cursor) {
    cursor.setAttribute('transform', `translate(${steps ? left + width * at / steps : left + width / 2})`);
    cursor.classList.add('is-shown');
  }
}

for (const type of ['pointermove', 'pointerdown']) {
  document.addEventListener(type, event => {
    const svg = event.target.closest?.('figure[data-days] svg');
    if (svg) point(svg, svg.closest('figure'), event);
  }, life);
}
