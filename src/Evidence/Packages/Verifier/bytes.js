// Bytes, hexadecimal, big numbers.
const hex = bytes => Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
const unhex = text => /^([0-9a-f]{2})*$/.test(text) ? Uint8Array.from(text.match(/../g) || [], pair => parseInt(pair, 16)) : null;
const utf8 = text => new TextEncoder().encode(text);
const text8 = bytes => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
const joined = (...parts) => { const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0)); let at = 0; for (const p of parts) { all.set(p, at); at += p.length; } return all; };
const sameBytes = (a, b) => a.length === b.length && a.every((v, i) => v === b[i]);
const big = bytes => bytes.length ? BigInt('0x' + hex(bytes)) : 0n;
const is256 = text => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
