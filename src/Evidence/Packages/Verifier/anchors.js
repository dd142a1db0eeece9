// Anchors: all chains' heads merged into one signed Merkle root (RFC 6962), and the way of each event to it.
const leafHash = bytes => sha256(Uint8Array.of(0), bytes);
const nodeHash = (a, b) => sha256(Uint8Array.of(1), a, b);
function merkleRoot(leaves) {
  if (!leaves.length) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0];
  let left = 1; while (left * 2 < leaves.length) left *= 2;
  return nodeHash(merkleRoot(leaves.slice(0, left)), merkleRoot(leaves.slice(left)));
}
async function checkAnchors(files, keys, report) {
  const anchors = new Map();
  for (const [name, blob] of files) {
    const match = /^custody\/anchors\/(\d+)\.json$/.exec(name);
    if (!match) continue;
    try {
      const bytes = await readAll(blob);
      if (bytes[bytes.length - 1] !== 10) throw new Error('cut');
      const file = readCanonical(bytes.subarray(0, -1)), anchor = file.anchor, statement = canonicalBytes(anchor);
      const problem = keyProblem(keys, anchor.key, statement, file.signature);
      if (problem) { report.fault('WrongSignature', name, ...problem); continue; }
      if (anchor.number !== Number(match[1]) || anchor.root !== hex(merkleRoot(anchor.leaves.map(leaf => leafHash(canonicalBytes(leaf)))))) { report.fault('WrongProof', name, 'gốc không phải của các lá', 'the root is not that of its leaves'); continue; }
      anchors.set(anchor.number, { anchor, digest: sha256(statement) });
      report.count('anchors');
      report.fact('anchor', `${anchor.number} · ${new Date(anchor.at / 1000).toISOString()} · ${hex(sha256(statement))}`);
    } catch { report.fault('WrongSignature', name, 'mốc neo bị sửa', 'the anchor was changed'); }
  }
  return anchors;
}
async function checkProofs(files, chains, anchors, report) {
  const blob = files.get('custody/proofs.json');
  if (!blob) return;
  const proven = new Set();
  try {
    for (const proof of readCanonical(await readAll(blob)).proofs) {
      const held = anchors.get(proof.anchor), chain = chains.get(proof.writer);
      if (!held || !chain || !chain.whole && !chain.lines.has(proof.sequence)) continue;
      const leaf = held.anchor.leaves.find(l => l.writer === proof.writer && l.from <= proof.sequence && proof.sequence <= l.sequence), line = chain.lines.get(proof.sequence);
      let hash = line ? leafHash(unhex(line.hash)) : null;
      if (hash) for (const step of proof.path) { if (!is256(step.hash)) throw new Error('hash'); hash = step.left ? nodeHash(unhex(step.hash), hash) : nodeHash(hash, unhex(step.hash)); }
      if (!leaf || !line || line.hash !== proof.hash || hex(hash) !== leaf.tree) report.fault('WrongProof', `custody/proofs.json: ${proof.writer} #${proof.sequence}`, `không dẫn tới mốc neo ${proof.anchor}`, `does not lead to anchor ${proof.anchor}`);
      else { report.count('proofs-of-inclusion'); proven.add(proof.writer + '#' + proof.sequence); }
    }
  } catch { report.fault('WrongProof', 'custody/proofs.json', 'một chứng minh thiếu hay sai', 'a proof with a missing or wrong field'); return; }
  for (const chain of chains.values()) for (const line of chain.lines.values())
    if (line.event && !proven.has(chain.writer + '#' + line.sequence)) report.note(`${chain.writer} #${line.sequence}: chưa được neo lúc lập gói`, `${chain.writer} #${line.sequence} was not anchored yet when the package was made`);
}
