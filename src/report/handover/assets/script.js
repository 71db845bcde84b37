'use strict';
(() => {
  const root = document.documentElement, all = (what, within) => [...(within || document).querySelectorAll(what)];
  root.classList.add('on');

  // How many of the dots reach what one needs.
  const need = document.getElementById('need'), reached = document.getElementById('reached');
  if (need) {
    const marks = { en: [',', '.'], de: ['.', ','], fr: ['\u202f', ','], ch: ['\u2019', '.'] }[need.dataset.numbers];
    const scale = Number(need.dataset.scale), step = Number(need.step) * scale;
    const digits = Math.max(0, Math.min(3, -Math.floor(Math.log10(step) + 1e-9)));
    const written = value => {
      const [whole, rest] = Math.abs(value).toFixed(digits).split('.');
      const sign = value > 0 ? '+' : value < 0 ? '\u2212' : '';
      return sign + whole.replace(/\B(?=(\d{3})+$)/g, marks[0]) + (rest ? marks[1] + rest : '');
    };
    const dots = all('#dots svg.wide .d'), twins = all('#dots .d');
    const show = () => {
      const at = Number(need.value);
      twins.forEach(dot => dot.classList.toggle('off', Number(dot.dataset.v) < at));
      const count = dots.filter(dot => Number(dot.dataset.v) >= at).length;
      const value = Math.abs(at * scale) < step / 2 ? 0 : at * scale;
      reached.textContent = `${count} of ${dots.length} reach ${written(value)} ${need.dataset.unit}`.trim();
      need.setAttribute('aria-valuetext', reached.textContent);
    };
    need.addEventListener('input', show);
  }

  // Tables that can be sorted by a column.
  const number = text => {
    const style = need ? need.dataset.numbers : 'en';
    let plain = text.replace(/[\s\u202f\u2019±×+\u2068\u2069]/g, '').replace('\u2212', '-');
    plain = style === 'de' || style === 'fr' ? plain.replace(/\./g, '').replace(',', '.') : plain.replace(/,/g, '');
    return /^-?[\d.]/.test(plain) ? parseFloat(plain) : NaN;
  };
  const sort = (table, column, head) => {
    const down = head.getAttribute('aria-sort') === 'ascending', body = table.tBodies[0];
    all('th', table.tHead).forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const text = row => row.cells[column].textContent.trim();
    const order = (one, other) => {
      const [x, y] = [number(text(one)), number(text(other))];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y) || text(one).localeCompare(text(other));
      return x - y;
    };
    [...body.rows].sort((one, other) => (down ? -1 : 1) * order(one, other)).forEach(row => body.append(row));
  };
  all('table[data-sort]').forEach(table => all('thead th', table).forEach(head => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sort(table, head.cellIndex, head));
  }));

  // Finding an assumption by a part of its name or value.
  const find = document.getElementById('find'), list = document.getElementById('assumed');
  if (find) {
    const rows = all('tbody tr', list), found = document.getElementById('found');
    find.addEventListener('input', () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      rows.forEach(row => {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every(word => text.includes(word));
        count += !row.hidden;
      });
      list.open = true;
      found.textContent = words.length ? `${count} of ${rows.length}` : '';
    });
  }

  // The contents show where one is.
  const links = new Map(all('.toc a').map(link => [link.hash.slice(1), link]));
  if ('IntersectionObserver' in window) {
    const watch = new IntersectionObserver(seen => seen.filter(one => one.isIntersecting).forEach(one => {
      links.forEach(link => link.removeAttribute('aria-current'));
      links.get(one.target.id)?.setAttribute('aria-current', 'true');
    }), { rootMargin: '-10% 0px -80% 0px' });
    links.forEach((_, id) => { const part = document.getElementById(id); if (part) watch.observe(part); });
  }
})();
