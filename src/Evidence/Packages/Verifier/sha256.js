// SHA-256 (FIPS 180-4), written out: a page opened from a disk has no crypto.subtle in every browser.
class Sha256 {
  constructor() {
    this.h = Int32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
    this.block = new Uint8Array(64); this.used = 0; this.length = 0; this.w = new Int32Array(64);
  }
  add(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.used) {
      at = Math.min(64 - this.used, bytes.length);
      this.block.set(bytes.subarray(0, at), this.used); this.used += at;
      if (this.used < 64) return this;
      this.round(this.block, 0); this.used = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.round(bytes, at);
    if (at < bytes.length) { this.block.set(bytes.subarray(at)); this.used = bytes.length - at; }
    return this;
  }
  digest() {
    const bits = this.length, pad = new Uint8Array(this.used < 56 ? 64 - this.used : 128 - this.used);
    pad[0] = 0x80;
    const view = new DataView(pad.buffer);
    view.setUint32(pad.length - 8, Math.floor(bits / 0x20000000)); view.setUint32(pad.length - 4, (bits << 3) >>> 0);
    this.add(pad);
    const out = new Uint8Array(32), outView = new DataView(out.buffer);
    for (let i = 0; i < 8; i++) outView.setInt32(i * 4, this.h[i]);
    return out;
  }
  round(p, at) {
    const w = this.w, k = Sha256.K, s = this.h;
    for (let i = 0; i < 16; i++, at += 4) w[i] = (p[at] << 24) | (p[at + 1] << 16) | (p[at + 2] << 8) | p[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
    }
    let a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (let i = 0; i < 64; i++) {
      const t = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const u = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
    }
    s[0] += a; s[1] += b; s[2] += c; s[3] += d; s[4] += e; s[5] += f; s[6] += g; s[7] += h;
  }
}
// Fractional parts of the cube roots of the first 64 primes.
Sha256.K = Int32Array.from((() => {
  const primes = []; for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
  const root = n => { let x = BigInt(Math.floor(Math.cbrt(Number(n)))); while ((x + 1n) ** 3n <= n) x++; while (x ** 3n > n) x--; return x; };
  return primes.map(p => Number(root(BigInt(p) << 96n) & 0xffffffffn) | 0);
})());
const sha256 = (...parts) => { const s = new Sha256(); for (const p of parts) s.add(p); return s.digest(); };
