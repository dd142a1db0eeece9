// SHA-384 and SHA-512 (FIPS 180-4): authorities use them in time-stamps. Small inputs only, so plain BigInt will do.
const SHA512 = (() => {
  const mask = (1n << 64n) - 1n;
  const primes = []; for (let n = 2n; primes.length < 80; n++) if (primes.every(p => n % p)) primes.push(n);
  const root = (n, power) => { let low = 0n, high = 1n << 80n; while (low + 1n < high) { const mid = (low + high) >> 1n; if (mid ** power <= n) low = mid; else high = mid; } return low; };
  const k = primes.map(p => root(p << 192n, 3n) & mask);
  const start512 = primes.slice(0, 8).map(p => root(p << 128n, 2n) & mask);
  const start384 = primes.slice(8, 16).map(p => root(p << 128n, 2n) & mask);
  const turn = (x, n) => ((x >> n) | (x << (64n - n))) & mask;
  const run = (start, bytes) => {
    const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
    padded.set(bytes); padded[bytes.length] = 0x80;
    new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
    const view = new DataView(padded.buffer), s = [...start];
    for (let at = 0; at < padded.length; at += 128) {
      const w = []; for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + i * 8));
      for (let i = 16; i < 80; i++) w.push((w[i - 16] + w[i - 7] + (turn(w[i - 15], 1n) ^ turn(w[i - 15], 8n) ^ (w[i - 15] >> 7n)) + (turn(w[i - 2], 19n) ^ turn(w[i - 2], 61n) ^ (w[i - 2] >> 6n))) & mask);
      let [a, b, c, d, e, f, g, h] = s;
      for (let i = 0; i < 80; i++) {
        const t = (h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & mask & g)) + k[i] + w[i]) & mask;
        const u = ((turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c))) & mask;
        h = g; g = f; f = e; e = (d + t) & mask; d = c; c = b; b = a; a = (t + u) & mask;
      }
      [a, b, c, d, e, f, g, h].forEach((v, i) => { s[i] = (s[i] + v) & mask; });
    }
    return unhex(s.map(v => v.toString(16).padStart(16, '0')).join(''));
  };
  return { sha512: bytes => run(start512, bytes), sha384: bytes => run(start384, bytes).subarray(0, 48) };
})();
