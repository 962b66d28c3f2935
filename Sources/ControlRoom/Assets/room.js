'use strict';
(() => {
  const root = document.documentElement, body = document.body, data = body.dataset;
  const byId = (id) => document.getElementById(id);
  const offset = Number(data.offset) * 1000, staleAfter = Number(data.stale) * 1000;
  const query = new URLSearchParams(location.search);
  let last = Date.now() - Number(data.age), paused = false, held = new Map();
  root.classList.add('js');
  if (query.has('kiosk')) root.classList.add('kiosk');

  const time = (ms) => new Date(ms + offset).toISOString().slice(11, 19);

  function reload() {
    const at = Number(sessionStorage.getItem('reloaded') || 0);
    if (Date.now() - at < 3000) return;
    sessionStorage.setItem('reloaded', String(Date.now()));
    location.reload();
  }

  const drawn = new WeakMap();
  const html = (e) => drawn.get(e) || (drawn.set(e, e.outerHTML), drawn.get(e));

  function mergeList(old, fresh) {
    const have = new Map([...old.children].map((c) => [c.dataset.key, c]));
    let at = old.firstElementChild;
    for (const next of [...fresh.children]) {
      const same = have.get(next.dataset.key);
      const group = same?.matches('.group');
      if (same && (group || html(same) === html(next))) {
        have.delete(next.dataset.key);
        if (group) {
          same.className = next.className;
          blend(same.firstElementChild, next.firstElementChild);
        }
        if (same === at) at = at.nextElementSibling; else old.insertBefore(same, at);
      } else {
        html(next);
        next.classList.add('fresh');
        setTimeout(() => next.classList.remove('fresh'), 1600);
        old.insertBefore(next, at);
      }
    }
    for (const gone of have.values()) gone.remove();
  }

  function blend(old, fresh) {
    [...fresh.children].forEach((next, index) => {
      const child = old.children[index];
      if (child.hasAttribute('data-list')) mergeList(child, next);
      else if (child.innerHTML !== next.innerHTML) child.innerHTML = next.innerHTML;
    });
  }

  function put(id, html) {
    const old = byId(id);
    if (!old) return reload();
    const holder = document.createElement('template');
    holder.innerHTML = html;
    const fresh = holder.content.firstElementChild;
    if (old.hasAttribute('data-list')) {
      for (const a of fresh.attributes) old.setAttribute(a.name, a.value);
      return mergeList(old, fresh);
    }
    if (old.hasAttribute('data-merge')) return blend(old, fresh);
    const value = (e) => e.querySelector('.value')?.textContent;
    if (value(old) !== value(fresh)) fresh.classList.add('fresh');
    const inner = (e) => e.querySelector('.scroll');
    const top = inner(old)?.scrollTop, focused = inner(old)?.matches(':focus');
    old.replaceWith(fresh);
    if (top) inner(fresh).scrollTop = top;
    if (focused) inner(fresh)?.focus();
  }

  function apply(parts) {
    for (const [id, html] of parts) put(id, html);
  }

  function tick() {
    const now = Date.now(), age = now - last;
    const clock = byId('clock'), words = byId('age'), since = byId('since');
    if (!clock) return;
    clock.textContent = time(now);
    const seconds = Math.max(0, Math.round(age / 1000));
    words.textContent = paused ? 'paused' : 'updated ' + seconds + ' s ago';
    const stale = age > staleAfter;
    if (stale && since.textContent !== time(last)) since.textContent = time(last);
    body.classList.toggle('stale', stale);
    body.classList.toggle('live', !stale);
  }

  const facility = data.facility ? '&facility=' + encodeURIComponent(data.facility) : '';
  const address = '/events?view=page' + facility;
  const source = new EventSource(address);
  source.addEventListener('board', (event) => {
    const board = JSON.parse(event.data);
    if (data.facility === '') return reload();
    last = Date.now();
    if (paused) board.parts.forEach(([id, html]) => held.set(id, html)); else apply(board.parts);
    if (board.count !== document.querySelectorAll('[data-part]').length) reload();
    tick();
  });
  source.addEventListener('age', (event) => {
    const note = JSON.parse(event.data);
    if (note.version !== root.dataset.version) reload();
    last = Date.now() - note.age_milliseconds;
    tick();
  });
  setInterval(tick, 1000);
  tick();

  byId('pause')?.addEventListener('click', (event) => {
    paused = !paused;
    body.classList.toggle('paused', paused);
    event.target.setAttribute('aria-pressed', String(paused));
    event.target.textContent = paused ? 'Resume' : 'Pause';
    if (!paused) { apply(held); held = new Map(); }
    tick();
  });

  const who = byId('who'), name = byId('who-name'), problem = byId('who-error');
  let asked = null;
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-ack]');
    if (!button) return;
    asked = button;
    problem.textContent = '';
    byId('who-what').textContent = button.getAttribute('aria-label').replace('Acknowledge: ', '');
    name.value = sessionStorage.getItem('actor') || '';
    who.returnValue = '';
    who.showModal();
  });
  who?.addEventListener('close', async () => {
    const actor = name.value.trim();
    if (who.returnValue !== 'ok' || !actor) return;
    sessionStorage.setItem('actor', actor);
    const path = '/api/v1/alerts/' + encodeURIComponent(asked.dataset.ack) + '/acknowledge';
    try {
      const answer = await fetch(path, {
        method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({actor}),
      });
      if (!answer.ok) throw new Error((await answer.json()).error.message);
      asked.textContent = 'Sent';
      asked.disabled = true;
    } catch (error) {
      problem.textContent = 'Not sent: ' + error.message;
      who.showModal();
    }
  });
})();