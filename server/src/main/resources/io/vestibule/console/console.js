// Times in the reader's zone; choices that send their form at once; and a page whose session has ended, which is loaded anew to sign in.
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
  document.addEventListener('htmx:afterSwap', () => local(document));
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (event.target.id === 'live' && document.hidden) event.preventDefault(); // nobody looks
  });
  document.addEventListener('htmx:responseError', ({ detail }) => {
    if (detail.xhr.status === 401) window.location.reload();
  });
})();
