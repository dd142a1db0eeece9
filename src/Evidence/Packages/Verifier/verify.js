// The order of the checks is that of "ecom389 evidence verify".
class Report {
  constructor() { this.faults = []; this.notes = []; this.counts = {}; this.facts = []; this.sealed = false; }
  fault(kind, place, vi, en) { this.faults.push({ kind, place, vi, en }); }
  note(vi, en) { if (!this.notes.some(n => n.en === en)) this.notes.push({ vi, en }); }
  count(what, n = 1) { this.counts[what] = (this.counts[what] || 0) + n; }
  fact(name, value) { this.facts.push([name, value]); }
}
async function verifyPackage(files, report, told) {
  const keys = new Map();
  for (const [name, blob] of files) {
    if (!name.startsWith('custody/keys/')) continue;
    let key = null; try { key = readKey(text8(await readAll(blob))); } catch { key = null; }
    if (!key || name !== `custody/keys/${key.fingerprint}.pem`) report.fault('WrongSignature', name, 'không phải khoá mang tên này', 'holds another key than its name says');
    else keys.set(key.fingerprint, key);
  }
  const listed = new Set(['seal.json']);
  await checkSeal(files, keys, listed, report, told);
  const contents = await readJson(files, 'contents.json', report);
  if (contents) {
    try { await checkList(files, contents.value.files, listed, report, told); } catch { report.fault('WrongProof', 'contents.json', 'bảng kê thiếu hay sai', 'a list with a missing or wrong field'); }
    report.fact('subject', String(contents.value.subject)); report.fact('organisation', String(contents.value.organisation));
    report.fact('made', new Date(contents.value.createdAt / 1000).toISOString()); report.fact('contents', contents.sha256);
    for (const sentence of contents.value.missing || []) report.note(sentence, sentence);
    if (contents.value.masked) report.note('Bản đã che: dữ liệu cá nhân của bên thứ ba được thay bằng dấu *, bản gốc ở lại kho.', "A masked copy: third parties' personal data is starred, originals stayed in the store.");
  }
  for (const name of files.keys()) if (!listed.has(name)) report.fault('UnknownFile', name, 'không bảng kê nào nêu tệp này', 'no list names it');

  const chains = new Map();
  for (const [name, blob] of files) {
    const match = /^custody\/chains\/(.+)\.jsonl$/.exec(name);
    if (!match) continue;
    const chain = checkChain(match[1], name, await readAll(blob), report), sealFile = `custody/seals/${match[1]}.jsonl`;
    chains.set(match[1], chain);
    checkBridged(chain, checkSeals(chain, sealFile, files.has(sealFile) ? await readAll(files.get(sealFile)) : new Uint8Array(0), keys, report), report);
  }
  const anchors = await checkAnchors(files, keys, report);
  await checkTokens(files, anchors, report);
  await checkProofs(files, chains, anchors, report);
  const events = [...chains.values()].flatMap(chain => [...chain.lines.values()].map(line => line.event).filter(Boolean));
  if (contents && [...chains.values()].every(chain => chain.whole) && !events.some(e => e.what === 'exported' && e.details && e.details.contents === contents.sha256))
    report.fault('WrongProof', 'contents.json', 'chuỗi lưu giữ không có lần xuất nào với bảng kê này', 'no event of the chain tells of an export with this list');
  await checkManifests(files, events, report);
  if (!report.faults.length && files.checksums) await files.checksums();
  return report;
}
async function checkSeal(files, keys, listed, report, told) {
  const seal = await readJson(files, 'seal.json', report);
  if (!seal) return;
  try {
    const statement = seal.value.statement;
    if (Object.keys(seal.value).length !== 2 || statement.format !== 'ecom389-package/1') throw new Error('format');
    if (statement.key !== null) {
      const problem = keyProblem(keys, statement.key, canonicalBytes(statement), seal.value.signature);
      if (problem) report.fault('WrongSignature', 'seal.json', ...problem); else { report.count('seals'); report.sealed = true; report.fact('key', statement.key); }
    } else report.note('Gói chưa được niêm phong: nơi xuất không có khoá ký.', 'The package is not sealed: it was exported where there was no signing key.');
    await checkList(files, statement.files, listed, report, told);
  } catch { report.fault('WrongProof', 'seal.json', 'niêm phong thiếu hay sai', 'a seal with a missing or wrong field'); }
}
async function checkManifests(files, events, report) {
  for (const name of files.keys()) {
    if (!name.startsWith('manifests/')) continue;
    const manifest = await readJson(files, name, report);
    if (!manifest) continue;
    try {
      for (const a of manifest.value.artefacts) {
        if (events.some(e => (e.artefacts || []).some(b => b.file === a.file && b.offset === a.offset && b.length === a.length && b.sha256 !== a.sha256))) report.fault('WrongProof', `${name}: ${a.file} bytes ${a.offset}-${a.offset + a.length - 1}`, 'chuỗi lưu giữ ghi giá trị băm khác', 'the chain put down another hash');
        if (!a.path) continue;
        const place = `${a.path}: bytes ${a.pathOffset}-${a.pathOffset + a.length - 1}`, blob = files.get(a.path);
        if (!blob) report.fault('MissingFile', a.path, `${name} nêu tệp này`, `${name} names it`);
        else if (a.pathOffset + a.length > blob.size) report.fault('BrokenBytes', place, `tệp hết ở byte ${blob.size}`, `the file ends at byte ${blob.size}`);
        else if (hex(sha256(await readAll(blob.slice(a.pathOffset, a.pathOffset + a.length)))) !== a.sha256) report.fault('BrokenBytes', place, `không phải bản ghi mà ${name} nêu`, `not the record that ${name} names`);
        else report.count('artefacts');
      }
      report.count('manifests');
    } catch { report.fault('WrongProof', name, 'một mục thiếu hay sai', 'an artefact with a missing or wrong field'); }
  }
}
