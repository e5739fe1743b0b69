'use strict';

// Shows times in the reader's zone, searches while they type, and shows mail as it arrives. Without it the page works all the same.
const search = document.querySelector('input[name=q]');

function list() {
  return document.getElementById('mails');
}

function useLocalTime() {
  for (const time of list().querySelectorAll('time')) {
    time.textContent = new Date(time.dateTime).toLocaleString();
  }
}

async function show() {
  const query = search.value.trim();
  const answer = await fetch(`/dev/inbox?${new URLSearchParams({ q: query })}`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (query === search.value.trim()) {
    list().replaceWith(document.adoptNode(page.getElementById('mails')));
    useLocalTime();
    history.replaceState(null, '', query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
  }
}

function follow() {
  const events = new EventSource(`/dev/inbox/events?after=${list().dataset.latest}`);
  events.addEventListener('mail', () => show().catch(() => {}));
}

search.addEventListener('input', () => show().catch(() => {}));
useLocalTime();
follow();
