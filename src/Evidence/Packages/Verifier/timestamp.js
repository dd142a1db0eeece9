// RFC 3161 tokens: CMS SignedData around a TSTInfo. Read strictly enough to say whether the authority stamped this anchor.
function der(bytes, at = 0, end = bytes.length) {
  const nodes = [];
  while (at < end) {
    const start = at, tag = bytes[at++];
    let size = bytes[at++];
    if (size & 0x80) { const n = size & 0x7f; if (!n || n > 4) throw new Error('length'); size = 0; for (let i = 0; i < n; i++) size = size * 256 + bytes[at++]; }
    if (size === undefined || at + size > end) throw new Error('cut');
    const node = { tag, start, end: at + size, raw: bytes.subarray(start, at + size), value: bytes.subarray(at, at + size), from: at };
    Object.defineProperty(node, 'in', { get() { return der(bytes, node.from, node.end); } });
    nodes.push(node); at += size;
  }
  return nodes;
}
const oidOf = node => { const out = [Math.floor(node.value[0] / 40), node.value[0] % 40]; let v = 0; for (const b of node.value.subarray(1)) { v = v * 128 + (b & 127); if (!(b & 128)) { out.push(v); v = 0; } } return out.join('.'); };
const DIGESTS = { '2.16.840.1.101.3.4.2.1': 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512' };
const digestBy = (name, bytes) => name === 'sha256' ? sha256(bytes) : SHA512[name](bytes);
function certificateOf(node) {
  const tbs = node.in[0].in, at = tbs[0].tag === 0xa0 ? 1 : 0, names = [];
  for (const set of tbs[at + 4].in) for (const pair of set.in) names.push(new TextDecoder().decode(pair.in[1].value));
  return { subject: names.join(', '), spki: tbs[at + 5].in, fingerprint: hex(sha256(node.raw)) };
}
function signedBy(certificate, digestName, digest, signature) {
  const [algorithm, bits] = certificate.spki, oid = oidOf(algorithm.in[0]), key = bits.value.subarray(1);
  if (oid === '1.2.840.113549.1.1.1') { const [n, e] = der(key)[0].in; let m = n.value; while (m[0] === 0) m = m.subarray(1); return rsaHolds(m, e.value, digestName, digest, signature); }
  if (oid !== '1.2.840.10045.2.1') return false;
  const curve = { '1.2.840.10045.3.1.7': P256, '1.3.132.0.34': P384 }[oidOf(algorithm.in[1])], [r, s] = der(signature)[0].in, half = (key.length - 1) / 2;
  return !!curve && curve.verify(big(key.subarray(1, 1 + half)), big(key.subarray(1 + half)), digest, big(r.value), big(s.value));
}
// What a token says, or throws.
function readToken(bytes) {
  const top = der(bytes);
  if (top.length !== 1) throw new Error('more than a token');
  const signed = top[0].in[1].in[0].in, content = signed[2].in, info = content[1].in[0].value, tst = der(info)[0].in;
  const imprint = tst[2].in, time = text8(tst[4].value).match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/);
  const certificates = signed.filter(n => n.tag === 0xa0).flatMap(n => n.in.filter(c => c.tag === 0x30).map(certificateOf));
  const signer = signed[signed.length - 1].in[0].in, digestName = DIGESTS[oidOf(signer[2].in[0])], attributes = signer.find(n => n.tag === 0xa0), signature = signer.find(n => n.tag === 0x04).value;
  const told = attributes.in.find(a => oidOf(a.in[0]) === '1.2.840.113549.1.9.4').in[1].in[0].value;
  const attributeBytes = joined(Uint8Array.of(0x31), attributes.raw.subarray(1));
  const signerName = digestName && sameBytes(told, digestBy(digestName, info)) ? certificates.find(c => { try { return signedBy(c, digestName, digestBy(digestName, attributeBytes), signature); } catch { return false; } }) : null;
  return { imprint: imprint[1].value, imprintIs256: oidOf(imprint[0].in[0]) === '2.16.840.1.101.3.4.2.1', at: Date.UTC(+time[1], +time[2] - 1, +time[3], +time[4], +time[5], +time[6]), signer: signerName };
}
async function checkTokens(files, anchors, report) {
  for (const [name, blob] of files) {
    const match = /^custody\/anchors\/(\d+)\..*\.tst$/.exec(name);
    if (!match) continue;
    const held = anchors.get(Number(match[1]));
    if (!held) { report.fault('WrongTimeStamp', name, 'mốc neo của nó không có hoặc không đúng', 'its anchor is not here or does not hold'); continue; }
    let token;
    try { token = readToken(await readAll(blob)); } catch { report.fault('WrongTimeStamp', name, 'không phải dấu thời gian', 'not a time-stamp token'); continue; }
    if (!token.imprintIs256 || !sameBytes(token.imprint, held.digest)) report.fault('WrongTimeStamp', name, `đóng dấu cho thứ khác, không phải mốc neo ${held.anchor.number}`, `stamps another digest than that of anchor ${held.anchor.number}`);
    else if (!token.signer) report.fault('WrongTimeStamp', name, 'chữ ký của tổ chức cấp dấu không đúng', "the authority's signature does not hold");
    else if (token.at < held.anchor.at / 1000 - 300000) report.fault('WrongTimeStamp', name, 'dấu có trước khi mốc được lập', 'is before the anchor was made');
    else { report.count('time-stamps'); report.fact('stamp', `${new Date(token.at).toISOString()} · ${token.signer.subject} · ${token.signer.fingerprint}`); }
  }
}
