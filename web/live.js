// Looks once a minute whether the books have changed, and shows the page anew where that disturbs nobody.
const pauseMs = 60000;
let known = null;
const life = new AbortController();

async function version() {
  const answer = await fetch('/api/v1/version', { cache: 'no-cache' });
  return answer.ok ? (await answer.json()).data : known;
}

function pageAgain() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.responseType = 'document';
    request.onload = () => request.status === 200 ? resolve(request.response) : reject(new Error(`${request.status}`));
    request.onerror = () => reject(new Error('no answer'));
    request.send();
  });
}

async function showAnew() {
  const main = document.querySelector('main');
  const isBusy = main.contains(document.activeElement) || !getSelection().isCollapsed;
  if (isBusy) {
    offer(main);
    return;
  }
  const again = (await pageAgain()).querySelector('main');
  const scrolled = [...main.querySelectorAll('.scroll')].map(part => part.scrollLeft);
  main.replaceWith(document.adoptNode(again));
  again.querySelectorAll('.scroll').forEach((part, i) => { part.scrollLeft = scrolled[i] ?? 0; });
}

function offer(main) {
  if (main.querySelector('.fresh')) return;
  const note = document.createElement('p');
  note.className = 'notice fresh';
  note.setAttribute('role', 'status');
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = 'The books have changed: show this page anew';
  note.append(link);
  main.prepend(note);
}

async function look() {
  if (document.visibilityState !== 'visible') return;
  try {
    const now = await version();
    if (known !== null && now !== known) await showAnew();
    known = now;
  } catch {
    // The server is away for a while; the next look may find it.
  }
}

look();
const timer = setInterval(look, pauseMs);
document.addEventListener('visibilitychange', look, life);

export function unmount() {
  clearInterval(timer);
  life.abort();
}
