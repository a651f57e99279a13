// In development alone; scripts/lib/live/serve adds it to pages. Follows what is saved, and leaves the reader where he is.
let known = null;
let source = null;
const loaded = new Map(); // the address of each module that was swapped

function show(error) {
  let dialog = document.querySelector('.dev-error');
  if (!error) {
    dialog?.remove();
    return;
  }
  if (!dialog) {
    dialog = document.createElement('dialog');
    dialog.className = 'dev-error';
    dialog.setAttribute('role', 'alert');
    dialog.append(document.createElement('h2'), document.createElement('pre'));
    document.documentElement.append(dialog); // not in the body, which is the page's
  }
  dialog.firstChild.textContent = 'Not built; this page is of the last good program';
  dialog.lastChild.textContent = error;
  if (!dialog.open) dialog.setAttribute('open', ''); // show() would take the focus
}

function setAttributes(old, fresh) {
  const isOwn = name => name === 'open' && old.nodeName === 'DETAILS'; // the reader opened it, or closed it
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isOwn(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isOwn(name)) old.setAttribute(name, value);
  }
}

// By what an element is known again.
const kind = node => node.id ? `#${node.id}` : node.nodeName;

function without(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

// What stays an element keeps its focus, its scroll and what was typed into it.
function morph(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  setAttributes(old, fresh);
  const open = [...fresh.childNodes];
  const toCome = new Map();
  for (const next of open) toCome.set(kind(next), (toCome.get(kind(next)) ?? 0) + 1);
  let at = old.firstChild;
  for (const next of open) {
    while (at && !toCome.get(kind(at))) at = without(at);
    toCome.set(kind(next), toCome.get(kind(next)) - 1);
    if (at && kind(at) === kind(next)) {
      morph(at, next);
      at = at.nextSibling;
    } else {
      old.insertBefore(document.adoptNode(next), at);
    }
  }
  while (at) at = without(at);
}

function pageAgain() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.responseType = 'document';
    request.onload = () => resolve(request.response);
    request.onerror = () => reject(new Error('no answer'));
    request.send();
  });
}

async function showAnew() {
  const again = await pageAgain();
  document.title = again.title;
  morph(document.body, again.body);
}

const isOf = (address, name) => {
  const [file] = new URL(address).pathname.split('/').slice(-1);
  const dot = name.lastIndexOf('.');
  return file.startsWith(name.slice(0, dot + 1)) && file.endsWith(name.slice(dot));
};

function swapStyle(name, stamp) {
  const old = [...document.querySelectorAll('link[rel=stylesheet]')].find(link => isOf(link.href, name));
  if (!old) return;
  const fresh = old.cloneNode();
  fresh.href = `${new URL(old.href).pathname}?${stamp}`;
  fresh.addEventListener('load', () => old.remove());
  old.after(fresh);
}

async function swapModule(name, stamp) {
  const script = [...document.querySelectorAll('script[type=module]')].find(one => isOf(one.src, name));
  if (!script) return;
  const old = await import(loaded.get(name) ?? script.src);
  loaded.set(name, `${new URL(script.src).pathname}?${stamp}`);
  try {
    old.unmount();
    await import(loaded.get(name));
  } catch (error) {
    show(`${name}: ${error}`);
  }
}

async function take(now) {
  const before = known ?? now;
  known = now;
  show(now.error);
  for (const [name, stamp] of Object.entries(now.assets)) {
    if (before.assets[name] === stamp) continue;
    if (name.endsWith('.css')) swapStyle(name, stamp);
    if (name.endsWith('.js')) await swapModule(name, stamp);
  }
  if (before.program === now.program) return;
  if (before.program === 0) location.reload(); // what was there said only that there is nothing yet
  else await showAnew();
}

// A browser has six connections to a host: pages that nobody sees hold none.
function follow() {
  source?.close();
  source = null;
  if (document.visibilityState !== 'visible') return;
  source = new EventSource('/dev/events');
  source.addEventListener('message', event => take(JSON.parse(event.data)));
}

follow();
document.addEventListener('visibilitychange', follow);
