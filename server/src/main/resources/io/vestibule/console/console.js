// Times in the reader's zone; choices that send their form at once, where a pointer made them; previews as one types; a page whose session has ended, or whose subject is gone, which is loaded anew; and the
// overview, which renews itself and tells the numbers of a chart where one points, or by the arrow keys.
'use strict';
(() => {
  const pad = (number) => String(number).padStart(2, '0');
  const clock = (at) => `${pad(at.getHours())}:${pad(at.getMinutes())}`;
  const local = (root) => {
    for (const time of root.querySelectorAll('time[datetime]')) {
      const at = new Date(time.dateTime);
      const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
      time.textContent = 'clock' in time.dataset ? clock(at) : `${date} ${clock(at)}`;
      time.title = time.dateTime.replace('T', ' ').replace('Z', ' UTC');
    }
  };
  local(document);
  const footer = document.querySelector('footer');
  if (footer) footer.textContent = `Times are in your zone (${Intl.DateTimeFormat().resolvedOptions().timeZone}).`;

  // What a pointer chooses is sent at once. By the keyboard each arrow key is a choice: the button beside sends it
  let pointed = false;
  document.addEventListener('pointerdown', () => (pointed = true));
  document.addEventListener('keydown', () => (pointed = false));
  document.addEventListener('change', ({ target }) => {
    if (pointed && target.matches('select[data-submits]')) target.form.requestSubmit();
  });
  // A frame shows what stands in a form, once nobody types. It is a new one each time, which adds nothing to what the browser goes back to.
  for (const form of document.querySelectorAll('form[data-previews]')) {
    const button = form.querySelector('button[formtarget]');
    let waits;
    form.addEventListener('input', ({ target }) => {
      if (target.name === 'reason') return;
      clearTimeout(waits);
      waits = setTimeout(() => {
        const shown = document.querySelector(`iframe[name=${form.dataset.previews}]`);
        const fresh = shown.cloneNode();
        fresh.removeAttribute('src');
        shown.replaceWith(fresh);
        form.requestSubmit(button);
      }, 400);
    });
  }

  document.addEventListener('htmx:afterSwap', () => local(document));
  document.addEventListener('htmx:responseError', ({ detail }) => {
    if ([401, 404].includes(detail.xhr.status)) window.location.reload();
  });

  const live = document.querySelector('#live[data-events]');
  if (!live) return;

  // What is read of which chart: a place among the charts, and a step
  let reading;
  const charts = () => [...live.querySelectorAll('.chart')];
  const rows = () => live.querySelectorAll('#numbers tbody tr');
  const read = (chart, step) => {
    const line = chart.parentElement.querySelector('.reading');
    const row = rows()[step];
    const [now, before] = row.cells[charts().indexOf(chart) + 1].textContent.trim().split(' ');
    line.dataset.usual ??= line.textContent;
    line.textContent = `${row.cells[0].textContent.trim()}: ${now}, before ${before}`;
    chart.style.setProperty('--at', (step + 0.5) / rows().length);
    chart.classList.add('read');
    reading = { chart: charts().indexOf(chart), step };
  };
  const leave = () => {
    for (const chart of live.querySelectorAll('.chart.read')) {
      const line = chart.parentElement.querySelector('.reading');
      line.textContent = line.dataset.usual;
      chart.classList.remove('read');
    }
    reading = undefined;
  };
  const prepare = () => {
    local(live);
    for (const chart of charts()) {
      chart.tabIndex = 0;
      chart.setAttribute('role', 'group');
      chart.setAttribute('aria-label', `${chart.parentElement.querySelector('.title').textContent}: arrow keys tell each number`);
      chart.parentElement.querySelector('.reading').setAttribute('aria-live', 'polite');
    }
  };
  prepare();
  live.addEventListener('pointermove', ({ target, clientX }) => {
    const chart = target.closest('.chart');
    if (!chart) return leave();
    const { left, width } = chart.getBoundingClientRect();
    const step = Math.min(rows().length - 1, Math.max(0, Math.floor(((clientX - left) / width) * rows().length)));
    if (reading?.chart !== charts().indexOf(chart)) leave();
    read(chart, step);
  });
  live.addEventListener('pointerleave', leave);
  live.addEventListener('focusout', leave);
  live.addEventListener('keydown', (event) => {
    const chart = event.target.closest('.chart');
    const last = rows().length - 1;
    const at = reading?.step ?? last + 1;
    const step = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (!chart || step === undefined) return;
    event.preventDefault();
    read(chart, Math.min(last, Math.max(0, step)));
  });

  // What has the focus, and what is read or open, stays so
  const show = (html) => {
    const focused = charts().indexOf(document.activeElement);
    const link = document.activeElement?.closest?.('#live a')?.getAttribute('href');
    const summary = document.activeElement?.matches?.('summary');
    const { open } = live.querySelector('#numbers');
    const scrolled = live.querySelector('#numbers .scroll').scrollLeft;
    const kept = reading;
    live.innerHTML = html;
    prepare();
    live.querySelector('#numbers').open = open;
    live.querySelector('#numbers .scroll').scrollLeft = scrolled;
    if (focused >= 0) charts()[focused]?.focus();
    if (link) live.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus();
    if (summary) live.querySelector('summary').focus();
    if (kept && charts()[kept.chart]) read(charts()[kept.chart], Math.min(kept.step, rows().length - 1));
  };

  const state = document.getElementById('live-state');
  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };
  let events;
  let retry;
  const ended = () => window.location.reload();
  const stop = () => {
    clearTimeout(retry);
    events?.close();
    events = undefined;
  };
  const refused = async () => {
    stop();
    const { status } = await fetch(live.dataset.events, { method: 'HEAD' }).catch(() => ({}));
    if (status === 401) return ended();
    say(status === 429 ? 'Not live: you have too many of these pages open.' : 'Not live: the server can’t be reached. Trying again.');
    retry = setTimeout(watch, 10_000);
  };
  const watch = () => {
    stop();
    events = new EventSource(live.dataset.events);
    events.addEventListener('open', () => say('Live.'));
    events.addEventListener('overview', ({ data }) => {
      show(JSON.parse(data).html);
      say('Live.');
    });
    events.addEventListener('away', () => say(`Not live: the database is away. Trying again.`));
    events.addEventListener('ended', ended);
    events.addEventListener('error', () => {
      if (events?.readyState === EventSource.CLOSED) refused();
      else say('Not live: the connection broke. Trying again.');
    });
  };
  // A page that nobody looks at takes no connection
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : watch()));
  window.addEventListener('pagehide', stop);
  if (!document.hidden) watch();
})();
