// The chain of custody: hash = SHA-256(previous ‖ sequence, 8 bytes ‖ SHA-256(event)). Other matters' events show their digest only.
function sequenceBytes(n) { const bytes = new Uint8Array(8); new DataView(bytes.buffer).setBigUint64(0, BigInt(n)); return bytes; }
const genesis = writer => hex(sha256(utf8('ecom389-custody/1:' + writer)));
function readLine(bytes) {
  const line = readCanonical(bytes), keys = Object.keys(line).length;
  if (!is256(line.hash) || !is256(line.previous)) throw new Error('not a SHA-256');
  const event = line.event || null, digest = event ? hex(sha256(canonicalBytes(event))) : line.digest;
  const sequence = event ? event.sequence : line.sequence;
  if (!is256(digest) || !Number.isSafeInteger(sequence) || sequence < 1 || keys !== (event ? 3 : 4) || (event && !Number.isSafeInteger(event.at))) throw new Error('a field is wrong');
  if (hex(sha256(unhex(line.previous), sequenceBytes(sequence), unhex(digest))) !== line.hash) throw new Error('hash');
  return { sequence, previous: line.previous, hash: line.hash, event };
}
function* linesOf(bytes) { for (let at = 0, n = 1; at < bytes.length; n++) { let end = bytes.indexOf(10, at); const torn = end < 0; if (torn) end = bytes.length; yield { at, end, torn, n, bytes: bytes.subarray(at, end) }; at = end + 1; } }

function checkChain(writer, file, bytes, report) {
  const chain = { writer, lines: new Map(), whole: true };
  let last = null, lastEvent = null;
  const broken = (l, sequence, vi, en, kind = 'BrokenLink') => { report.fault(kind, `${writer} #${sequence} (${file}: line ${l.n}, bytes ${l.at}-${l.end - 1})`, vi, en); chain.whole = false; return chain; };
  for (const l of linesOf(bytes)) {
    const next = last ? last.sequence + 1 : 1;
    let line;
    try { if (l.torn) throw new Error('torn'); line = readLine(l.bytes); } catch { return broken(l, next, 'dòng này bị sửa: không còn khớp giá trị băm của nó', 'this line was changed: it no longer has its hash'); }
    if (line.event && line.event.writer !== writer) return broken(l, line.sequence, 'sự kiện của chuỗi khác', 'an event of another writer');
    if (last && line.sequence <= last.sequence) return broken(l, line.sequence, `đứng sau #${last.sequence}: một dòng bị lặp hay bị dời`, `follows #${last.sequence}: a line was repeated or moved`);
    if (line.sequence === next && line.previous !== (last ? last.hash : genesis(writer))) return broken(l, line.sequence, 'không mang giá trị băm của dòng trước: một trong hai bị sửa', 'does not carry the hash of the line before it: one of the two was changed');
    if (line.event) {
      if (lastEvent && line.event.at < lastEvent.at) return broken(l, line.sequence, 'xảy ra trước sự kiện đứng trước nó', 'is before the event it follows', 'TimeBackwards');
      lastEvent = line.event;
    }
    chain.lines.set(line.sequence, line); last = line;
  }
  chain.last = last ? last.sequence : 0;
  report.count('chain-lines', chain.lines.size);
  return chain;
}

// Null when the signature holds, else why not.
function keyProblem(keys, fingerprint, statement, signature) {
  const key = keys.get(fingerprint);
  if (!key) return ['ký bằng khoá không có trong gói', 'signed by a key that is not here'];
  return signatureHolds(key, statement, signature) ? null : ['chữ ký không đúng', 'the signature does not hold'];
}

function checkSeals(chain, file, bytes, keys, report) {
  const sealed = [];
  let before = null;
  for (const l of linesOf(bytes)) {
    const place = `${chain.writer} seal ${l.n} (${file}: bytes ${l.at}-${l.end - 1})`;
    let line, seal;
    try { if (l.torn) throw new Error('torn'); line = readCanonical(l.bytes); seal = line.seal; if (Object.keys(line).length !== 2 || Object.keys(seal).length !== 7) throw new Error('fields'); } catch { report.fault('WrongSignature', place, 'dấu niêm phong bị sửa', 'the seal was changed'); return sealed; }
    const problem = seal.writer !== chain.writer ? ['dấu của chuỗi khác', 'a seal of another writer'] : keyProblem(keys, seal.key, canonicalBytes(seal), line.signature)
      || (before && (seal.number <= before.seal.number || seal.number === before.seal.number + 1 && seal.previous !== hex(sha256(canonicalBytes(before.seal)))) ? ['không nối dấu trước', 'does not follow the seal before it'] : null);
    if (problem) { report.fault('WrongSignature', place, ...problem); return sealed; }
    if (before && seal.at < before.seal.at) { report.fault('TimeBackwards', place, 'trước dấu đứng trước nó', 'is before the seal it follows'); return sealed; }
    const there = chain.lines.get(seal.sequence);
    if ((chain.whole || there) && (!there || there.hash !== seal.hash)) {
      report.fault('BrokenLink', `${chain.writer} #${(before ? before.seal.sequence : 0) + 1}-#${seal.sequence}`, 'chữ ký niêm phong là của dòng khác: chuỗi đã bị viết lại hay cắt bớt', 'the seal signed another line here: the chain was written anew or cut');
      return sealed;
    }
    before = { seal }; sealed.push(seal.sequence); report.count('seals');
  }
  return sealed;
}

function checkBridged(chain, sealed, report) {
  if (!chain.whole) return;
  for (const line of chain.lines.values()) {
    if (!line.event) continue;
    const to = Math.min(...sealed.filter(s => s >= line.sequence));
    if (!Number.isFinite(to)) { report.note(`${chain.writer} #${line.sequence}: chưa được niêm phong lúc lập gói`, `${chain.writer} #${line.sequence} was not sealed yet when the package was made`); continue; }
    for (let s = line.sequence; s <= to; s++) if (!chain.lines.has(s)) { report.fault('BrokenLink', `${chain.writer} #${s}`, `thiếu giữa #${line.sequence} và dấu niêm phong #${to}`, `is missing between #${line.sequence} and the seal of #${to}`); return; }
  }
}
