'use strict';
(() => {
  const of = id => document.getElementById(id), about = JSON.parse(of('live-about').textContent);
  const now = of('live-now'), rows = of('live-rows'), back = of('live-back'), proof = of('live-proof');
  const written = { now: now.innerHTML, rows: rows.innerHTML };
  const levers = about.levers.map((lever, n) => ({ ...lever, field: of(`lever${n}`), shown: of(`lever${n}-value`) }))
    .map(lever => ({ ...lever, start: lever.field.value }));

  // The engine runs in a worker, so that the page stays free; a move ends the worker of the last one.
  const worker = `onmessage = ({ data: { engine, request } }) => {
    let memory;
    const told = (at, bytes) => postMessage(new TextDecoder().decode(new Uint8Array(memory.buffer, at, bytes)));
    const { exports } = new WebAssembly.Instance(engine, { page: { told } });
    memory = exports.memory;
    const text = new TextEncoder().encode(request), at = exports.room(text.length);
    new Uint8Array(memory.buffer, at, text.length).set(text);
    try { exports.run(); } catch (fault) { postMessage(JSON.stringify({ wrong: 'The engine stopped: ' + fault })); }
  };`;
  const address = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
  const engine = (async () => {
    const packed = Uint8Array.from(atob(of('live-engine').textContent), letter => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
  })();
  const start = (request, told) => {
    const runner = new Worker(address);
    runner.onmessage = ({ data }) => told(JSON.parse(data), runner);
    runner.onerror = fault => told({ wrong: fault.message }, runner);
    engine.then(engine => runner.postMessage({ engine, request: JSON.stringify(request) }))
      .catch(fault => told({ wrong: String(fault) }, runner));
    return runner;
  };

  // Numbers as on the rest of the page.
  const marks = { en: [',', '.'], de: ['.', ','], fr: ['\u202f', ','], ch: ['\u2019', '.'] }[about.numbers];
  const digits = (size, wanted) => Math.max(0, Math.min(3, wanted - 1 - Math.floor(Math.log10(size || 1))));
  const number = (value, places, signed) => {
    const [whole, rest] = Math.abs(value).toFixed(places).split('.');
    const sign = value < 0 ? '\u2212' : signed && value > 0 ? '+' : '';
    return sign + whole.replace(/\B(?=(\d{3})+$)/g, marks[0]) + (rest ? marks[1] + rest : '');
  };
  const unit = text => (text ? '\u00a0' + text : '');
  const cells = ({ means, difference }, { scale, unit: of, difference: by }) => {
    const mean = value => (value === null ? '\u2013' : number(value * scale, digits(Math.abs(value * scale), 3)) + unit(of));
    const sizes = difference && [difference.mean, difference.low, difference.high].map(value => value * scale);
    if (!sizes || sizes.includes(NaN) || difference.mean === null) return [...means.map(mean), '\u2013', '\u2013'];
    const known = difference.low !== null && difference.high !== null;
    const places = digits(known ? (sizes[2] - sizes[1]) / 2 : Math.abs(sizes[0]), 2);
    const [middle, low, high] = sizes.map(size => number(size, places, true));
    return [...means.map(mean), middle + unit(by), known ? `${low} to ${high}` : '\u2013'];
  };

  let runner = null;
  const show = ({ wrong, runs, measures }, from) => {
    if (from !== runner) return;
    if (wrong) {
      rows.innerHTML = written.rows;
      now.textContent = `With these inputs there is no run: ${wrong}`;
      return;
    }
    measures.forEach((measure, at) => cells(measure, about.formats[at]).forEach((text, cell) => {
      rows.rows[at].cells[cell + 1].textContent = text;
    }));
    const first = measures[0].difference, done = runs >= about.request.runs;
    // A verdict after every look would be right less often than 95 % says.
    const verdict = done ? about.verdicts[first ? first.verdict : 'withheld'] : '';
    now.textContent = `${verdict || 'No verdict yet.'} Runs of each${done ? '' : ' so far'}: ${runs}${done ? '' : ` of ${about.request.runs}`}.`;
    now.dataset.runs = runs;
  };
  const value = lever => (lever.list ? lever.field.value : String(Number(lever.field.value)));
  const is_moved = lever => lever.field.value !== lever.start;
  const label = lever => number(Number(value(lever)), digits(Math.abs(Number(value(lever))), 3)) + unit(lever.unit);
  const move = () => {
    runner?.terminate();
    runner = null;
    const moved = levers.filter(is_moved);
    levers.filter(lever => !lever.list).forEach(lever => { lever.shown.textContent = is_moved(lever) ? label(lever) : lever.written; });
    back.disabled = !moved.length;
    if (!moved.length) {
      [now.innerHTML, rows.innerHTML] = [written.now, written.rows];
      return;
    }
    now.textContent = 'Running.';
    const list = moved.map(lever => ({ words: lever.words, value: value(lever) }));
    runner = start({ ...about.request, moved: list }, show);
  };
  let waits = 0;
  levers.forEach(({ field }) => field.addEventListener('input', () => {
    clearTimeout(waits);
    waits = setTimeout(move, 60);
  }));
  back.addEventListener('click', () => {
    levers.forEach(lever => { lever.field.value = lever.start; });
    move();
  });

  // Whether this machine finds what the study found.
  if (about.proof.runs) {
    start({ ...about.request, runs: about.proof.runs }, ({ wrong, runs, bits }, from) => {
      if (!wrong && runs < about.proof.runs) return;
      from.terminate();
      const same = !wrong && bits === about.proof.bits;
      proof.dataset.same = same;
      proof.textContent = same
        ? `The first ${runs} runs on this page have the same bits as those of the study (${bits}).`
        : `The first runs on this page differ from those of the study, so do not rely on what is moved here. ${wrong || bits}`;
    });
  }
})();
