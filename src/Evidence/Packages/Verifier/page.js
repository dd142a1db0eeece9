// What the person sees and does.
let tongue = 'vi', shown = null;
const $ = id => document.getElementById(id);
const make = (tag, props = {}, ...children) => { const node = Object.assign(document.createElement(tag), props); node.append(...children); return node; };
function speak() {
  const words = WORDS[tongue];
  document.documentElement.lang = tongue;
  document.title = words.title;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = words[node.dataset.text];
  $('language').textContent = words.other; $('language').lang = tongue === 'vi' ? 'en' : 'vi';
  if (shown) show(shown);
}
function table(head, rows) {
  const body = make('tbody', {}, ...rows.map(cells => make('tr', {}, ...cells)));
  return make('table', {}, ...(head.length ? [make('thead', {}, make('tr', {}, ...head.map(text => make('th', { scope: 'col', textContent: text }))))] : []), body);
}
const cell = (textContent, className = '') => make('td', { textContent, className });
const rowHead = textContent => make('th', { scope: 'row', textContent });
function show(report) {
  shown = report;
  const words = WORDS[tongue], good = report.faults.length === 0, box = $('result');
  const verdict = make('div', { className: 'verdict ' + (good ? 'good' : 'bad') }, make('h2', { textContent: good ? words.holds : words.broken }), make('p', { textContent: good ? (report.sealed ? words.holdsMore : words.unsealed) : words.brokenMore }));
  const parts = [verdict];
  if (!good) parts.push(make('h3', { textContent: words.faults }), table([words.kind, words.place, words.detail], report.faults.map(f => [cell(words.kinds[f.kind], 'fault'), cell(f.place, 'mono'), cell(f[tongue])])));
  parts.push(make('h3', { textContent: words.compare }), make('p', { textContent: words.compareMore }), table([], report.facts.map(([name, value]) => [rowHead(words[name]), cell(value, 'mono')])));
  parts.push(make('h3', { textContent: words.checked }), table([], Object.entries(words.counts).filter(([name]) => report.counts[name]).map(([name, label]) => [rowHead(label), cell(report.counts[name].toLocaleString(tongue), 'number')])));
  if (report.notes.length) parts.push(make('h3', { textContent: words.notes }), make('ul', {}, ...report.notes.map(n => make('li', { textContent: n[tongue] }))));
  box.replaceChildren(...parts);
  box.hidden = false;
  box.dataset.verdict = good ? 'good' : 'bad';
}
async function run(open) {
  const report = new Report(), started = Date.now();
  let read = 0, painted = started;
  $('result').hidden = true; delete $('result').dataset.verdict; shown = null;
  const told = async n => {
    read += n;
    if (Date.now() - painted < 100) return;
    painted = Date.now();
    $('progress').textContent = `${WORDS[tongue].reading}: ${(read / 1048576).toLocaleString(tongue, { maximumFractionDigits: 1 })} MB`;
    await new Promise(done => setTimeout(done));
  };
  try { await verifyPackage(await open(report), report, told); } catch (e) { report.fault('WrongProof', '—', 'không đọc được gói: ' + e.message, 'the package cannot be read: ' + e.message); }
  $('progress').textContent = '';
  show(report); $('result').focus();
}
// A folder is dropped with its own name before its files' paths.
function fromFolder(list) {
  const files = new Map(), top = list.length && list.every(f => f.path.includes('/') && f.path.split('/')[0] === list[0].path.split('/')[0]) ? list[0].path.split('/')[0].length + 1 : 0;
  for (const { path, file } of list) files.set(path.slice(top), file);
  return files;
}
const start = list => list.length === 1 && /\.zip$/i.test(list[0].path) ? run(report => openZip(list[0].file, report)) : run(async () => fromFolder(list));
async function entriesOf(entry, path = '') {
  if (entry.isFile) return [{ path: path + entry.name, file: await new Promise((ok, no) => entry.file(ok, no)) }];
  const reader = entry.createReader(), found = [];
  for (;;) { const some = await new Promise((ok, no) => reader.readEntries(ok, no)); if (!some.length) break; for (const one of some) found.push(...await entriesOf(one, path + entry.name + '/')); }
  return found;
}
$('zip').addEventListener('change', e => e.target.files.length && start([{ path: e.target.files[0].name, file: e.target.files[0] }]));
$('folder').addEventListener('change', e => e.target.files.length && start(Array.from(e.target.files, file => ({ path: file.webkitRelativePath || file.name, file }))));
$('language').addEventListener('click', () => { tongue = tongue === 'vi' ? 'en' : 'vi'; speak(); });
const drop = $('drop');
for (const name of ['dragenter', 'dragover']) document.addEventListener(name, e => { e.preventDefault(); drop.classList.add('over'); });
document.addEventListener('dragleave', e => { if (!e.relatedTarget) drop.classList.remove('over'); });
document.addEventListener('drop', async e => {
  e.preventDefault(); drop.classList.remove('over');
  const entries = Array.from(e.dataTransfer.items, item => item.webkitGetAsEntry()).filter(Boolean), found = [];
  for (const entry of entries) found.push(...await entriesOf(entry));
  if (found.length) start(found);
});
speak();
