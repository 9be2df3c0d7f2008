// Search of the site: every word has to be found, in a section's title or text; titles count most.
(function () {
  'use strict';
  const MOST = 20;
  const AROUND = 70;
  const top = document.body.dataset.top;
  const form = document.querySelector('form');
  const input = form.querySelector('input');
  const list = document.getElementById('found');

  // The list of sections is read by the first search: a page opened from a disk may load scripts, no data.
  let loading;
  function load() {
    loading = loading || new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = top + 'search-index.js';
      script.onload = () => done(window.searchIndex);
      script.onerror = failed;
      document.head.append(script);
    });
    return loading;
  }

  function score(word, title, page, text) {
    if (title === word) return 60;
    if (title.startsWith(word)) return 30;
    if (title.includes(word)) return 20;
    if (page.includes(word)) return 8;
    return text.includes(word) ? 4 : 0;
  }

  function search(index, words) {
    const found = [];
    index.sections.forEach(([page, anchor, title, text]) => {
      const lower = [title, index.pages[page][1], text].map(part => part.toLowerCase());
      let sum = 0;
      for (const word of words) {
        const points = score(word, ...lower);
        if (!points) return;
        sum += points;
      }
      // A long section has many words; a short one is about them.
      found.push({ page: index.pages[page], anchor, title, text, sum: sum - Math.min(text.length / 1000, 6) });
    });
    return found.sort((a, b) => b.sum - a.sum).slice(0, MOST);
  }

  // Text goes in as text, never as HTML.
  function marked(parent, text, words) {
    const pattern = new RegExp('(' + words.map(w => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|') + ')', 'gi');
    text.split(pattern).forEach((part, i) => {
      const node = i % 2 ? document.createElement('mark') : document.createTextNode(part);
      if (i % 2) node.textContent = part;
      parent.append(node);
    });
  }

  function excerpt(text, words) {
    const at = Math.max(0, Math.min(...words.map(w => text.toLowerCase().indexOf(w)).filter(i => i >= 0).concat([text.length])));
    const from = at === text.length ? 0 : Math.max(0, at - AROUND);
    const part = text.slice(from, from + 3 * AROUND);
    return (from ? '…' : '') + part + (from + part.length < text.length ? '…' : '');
  }

  function item(hit, words) {
    const link = document.createElement('a');
    link.href = top + hit.page[0] + (hit.anchor ? '#' + hit.anchor : '');
    const title = document.createElement('b');
    marked(title, hit.title, words);
    link.append(title);
    if (hit.page[1] !== hit.title) {
      const where = document.createElement('span');
      where.className = 'in';
      where.textContent = ' in ' + hit.page[1];
      link.append(where);
    }
    const text = document.createElement('span');
    text.className = 'text';
    marked(text, excerpt(hit.text, words), words);
    link.append(text);
    const li = document.createElement('li');
    li.append(link);
    return li;
  }

  function show(items) {
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
  }

  function say(words) {
    const li = document.createElement('li');
    li.className = 'none';
    li.textContent = words;
    show([li]);
  }

  function update() {
    const query = input.value;
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return show([]);
    load().then(index => {
      if (input.value !== query) return;
      const hits = search(index, words);
      if (hits.length) show(hits.map(hit => item(hit, words)));
      else say('Nothing has all of these words.');
    }, () => say('search-index.js is not beside these pages'));
  }

  input.addEventListener('input', update);
  input.addEventListener('focus', update);
  form.addEventListener('submit', event => {
    event.preventDefault();
    const first = list.querySelector('a');
    if (first) first.click();
  });
  list.addEventListener('click', () => show([]));
  document.addEventListener('click', event => { if (!form.contains(event.target)) show([]); });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === 'Escape') {
      show([]);
      input.blur();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !list.hidden) {
      const links = [...list.querySelectorAll('a')];
      const at = links.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
      if (!links.length) return;
      event.preventDefault();
      (links[Math.min(at, links.length - 1)] || input).focus();
    }
  });

  // A search can be linked to.
  const asked = new URLSearchParams(location.search).get('q');
  if (asked) {
    input.value = asked;
    update();
  }
})();
