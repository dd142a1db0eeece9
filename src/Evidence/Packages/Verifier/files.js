// Lists: every file there, nothing else there, every byte as it was.
const BLOCK = 16384;
async function hashBlob(blob, told) {
  const whole = new Sha256(), blocks = [];
  for await (const bytes of pieces(blob)) {
    whole.add(bytes);
    for (let at = 0; at < bytes.length; at += BLOCK) blocks.push(hex(sha256(bytes.subarray(at, at + BLOCK))));
    if (told) await told(bytes.length);
  }
  return { sha256: hex(whole.digest()), blocks };
}
const readAll = async blob => new Uint8Array(await blob.arrayBuffer());
async function readJson(files, name, report) {
  const blob = files.get(name);
  if (!blob) { report.fault('MissingFile', name, 'gói nào cũng phải có', 'every package has it'); return null; }
  const bytes = await readAll(blob);
  try { return { value: readCanonical(bytes), sha256: hex(sha256(bytes)) }; } catch (e) {
    report.fault('BrokenBytes', `${name}: bytes 0-${Math.max(0, bytes.length - 1)}`, 'không phải JSON đúng dạng đã ký', 'not JSON in its canonical form');
    return null;
  }
}
async function checkList(files, list, listed, report, told) {
  if (!Array.isArray(list)) throw new Error('no list of files');
  for (const file of list) {
    if (listed.has(file.path)) report.fault('WrongProof', file.path, 'được kê hai lần', 'is listed twice');
    listed.add(file.path);
    const blob = files.get(file.path);
    if (!blob) { report.fault('MissingFile', file.path, 'có trong bảng kê mà không có trong gói', 'is listed and not there'); continue; }
    const now = await hashBlob(blob, told);
    report.count('bytes', blob.size);
    if (now.sha256 === file.sha256 && blob.size === file.length) { report.count('files'); continue; }
    let first = 0;
    while (first < Math.max(now.blocks.length, file.blocks.length) - 1 && now.blocks[first] === file.blocks[first]) first++;
    const from = first * BLOCK, to = Math.max(from + 1, Math.min(from + BLOCK, Math.max(file.length, blob.size)));
    const longer = blob.size === file.length ? ['', ''] : [`; tệp dài ${blob.size} byte, trước là ${file.length}`, `; the file is ${blob.size} bytes long and was ${file.length}`];
    report.fault('BrokenBytes', `${file.path}: bytes ${from}-${to - 1}`, 'không khớp giá trị băm' + longer[0], 'differ from their hash' + longer[1]);
  }
}
