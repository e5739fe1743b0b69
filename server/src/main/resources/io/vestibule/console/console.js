// Times in the reader's zone; choices that send their form at once; previews as one types; and a page whose session has ended, which is loaded anew to sign in.
'use strict';
(() => {
  const pad = (number) => String(number).padStart(2, '0');
  const local = (root) => {
    for (const time of root.querySelectorAll('time[datetime]')) {
      const at = new Date(time.dateTime);
      const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
      time.textContent = `${date} ${pad(at.getHours())}:${pad(at.getMinutes())}`;
      time.title = time.dateTime.replace('T', ' ').replace('Z', ' UTC');
    }
  };
  local(document);
  const footer = document.querySelector('footer');
  if (footer) footer.textContent = `Times are in your zone (${Intl.DateTimeFormat().resolvedOptions().timeZone}).`;

  document.addEventListener('change', ({ target }) => {
    if (target.matches('select[data-submits]')) target.form.requestSubmit();
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
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (event.target.id === 'live' && document.hidden) event.preventDefault(); // nobody looks
  });
  document.addEventListener('htmx:responseError', ({ detail }) => {
    if (detail.xhr.status === 401) window.location.reload();
  });
})();
