// The container: a ZIP in one spelling only (stored files, no dates, no extras), so each of its own bytes is known beforehand.
const CRC = Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crcAdd = (crc, bytes) => { crc = ~crc; for (let i = 0; i < bytes.length; i++) crc = CRC[(crc ^ bytes[i]) & 255] ^ (crc >>> 8); return ~crc >>> 0; };
const le = (bytes, at, size) => { let v = 0; for (let i = size - 1; i >= 0; i--) v = v * 256 + bytes[at + i]; return v; };
const put = (...fields) => joined(...fields.map(([value, size]) => Uint8Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256)));
const zipShared = (item, name) => put([20, 2], [0x0800, 2], [0, 2], [0, 2], [0x0021, 2], [item.crc, 4], [item.size, 4], [item.size, 4], [name.length, 2], [0, 2]);
const zipLocal = item => { const name = utf8(item.name); return joined(put([0x04034b50, 4]), zipShared(item, name), name); };
const zipCentral = item => { const name = utf8(item.name); return joined(put([0x02014b50, 4], [20, 2]), zipShared(item, name), put([0, 2], [0, 2], [0, 2], [0, 4], [item.header, 4]), name); };

async function openZip(blob, report) {
  const read = async (from, size) => new Uint8Array(await blob.slice(from, from + size).arrayBuffer());
  const bad = (from, size, vi, en) => { report.fault('BrokenBytes', `${blob.name || 'zip'}: bytes ${from}-${from + size - 1}`, vi, en); return files; };
  const files = new Map();
  const end = await read(Math.max(0, blob.size - 22), 22);
  const directory = end.length === 22 ? le(end, 16, 4) : -1;
  if (directory < 0 || le(end, 0, 4) !== 0x06054b50 || directory + le(end, 12, 4) !== blob.size - 22) return bad(Math.max(0, blob.size - 22), 22, 'phần cuối của tệp nén không như lúc lập', 'the end of the container is not as we write it');
  const listed = await read(directory, blob.size - 22 - directory), items = [];
  let expected = 0;
  for (let at = 0; at < listed.length;) {
    const nameSize = listed.length - at >= 46 ? le(listed, at + 28, 2) : 0;
    const entryBad = () => bad(directory + at, Math.min(46, listed.length - at), 'một mục của thư mục tệp nén không như lúc lập', "an entry of the container's directory is not as we write it");
    if (listed.length - at < 46 + nameSize || le(listed, at, 4) !== 0x02014b50) return entryBad();
    let name; try { name = text8(listed.subarray(at + 46, at + 46 + nameSize)); } catch { return entryBad(); }
    const item = { name, crc: le(listed, at + 16, 4), size: le(listed, at + 24, 4), header: le(listed, at + 42, 4) };
    item.start = item.header + 30 + nameSize;
    if (item.header !== expected || item.start + item.size > directory) return entryBad();
    const local = zipLocal(item), found = await read(expected, local.length), wrong = local.findIndex((v, i) => v !== found[i]);
    if (wrong >= 0) return bad(expected + wrong, 1, `phần đầu của ${name} trong tệp nén không như lúc lập`, `the container's header of ${name} is not as we write it`);
    items.push(item); expected = item.start + item.size; at += 46 + nameSize;
    files.set(name, blob.slice(item.start, item.start + item.size));
  }
  if (expected !== directory) return bad(expected, directory - expected, 'có byte không thuộc tệp nào', 'bytes that belong to no file');
  const again = joined(...items.map(zipCentral), put([0x06054b50, 4], [0, 2], [0, 2], [items.length, 2], [items.length, 2], [listed.length, 4], [directory, 4], [0, 2])), found = joined(listed, end);
  const wrong = again.findIndex((v, i) => v !== found[i]);
  if (wrong >= 0 || again.length !== found.length) return bad(directory + Math.max(0, wrong), 1, 'thư mục của tệp nén không như lúc lập', "the container's directory is not as we write it");
  if (new Set(items.map(item => item.name)).size !== items.length) report.fault('UnknownFile', blob.name || 'zip', 'một tệp có hai lần', 'a file is in the container twice');
  files.checksums = async () => {
    for (const item of items) {
      let crc = 0;
      for await (const bytes of pieces(files.get(item.name))) crc = crcAdd(crc, bytes);
      if (crc !== item.crc) bad(item.start, item.size, `tổng kiểm của ${item.name} không khớp`, `${item.name} has not the checksum the container says`);
    }
  };
  return files;
}
async function* pieces(blob, size = 1 << 20) { for (let at = 0; at < blob.size; at += size) yield new Uint8Array(await blob.slice(at, at + size).arrayBuffer()); }
