// ECDSA verification (FIPS 186-5) on P-256, and P-384 for time-stamps, in BigInt: nothing secret is computed here.
const curveOf = (p, b, n, gx, gy) => {
  const mod = v => { const r = v % p; return r < 0n ? r + p : r; };
  const inverse = (v, m) => { let [a, b2, x, y] = [((v % m) + m) % m, m, 1n, 0n]; while (b2) { const q = a / b2; [a, b2, x, y] = [b2, a % b2, y, x - q * y]; } return ((x % m) + m) % m; };
  // Jacobian coordinates; null is the point at infinity. a = -3 on both curves.
  const twice = P => {
    if (!P || !P.y) return null;
    const zz = mod(P.z * P.z), yy = mod(P.y * P.y), xyy = mod(P.x * yy), m = mod(3n * (P.x - zz) * (P.x + zz));
    const x = mod(m * m - 8n * xyy);
    return { x, y: mod(m * (4n * xyy - x) - 8n * yy * yy), z: mod(2n * P.y * P.z) };
  };
  const plus = (P, Q) => {
    if (!P) return Q; if (!Q) return P;
    const pz = mod(P.z * P.z), qz = mod(Q.z * Q.z), u = mod(P.x * qz), s = mod(P.y * qz * Q.z), h = mod(Q.x * pz - u), r = mod(Q.y * pz * P.z - s);
    if (!h) return r ? null : twice(P);
    const hh = mod(h * h), hhh = mod(h * hh), v = mod(u * hh), x = mod(r * r - hhh - 2n * v);
    return { x, y: mod(r * (v - x) - s * hhh), z: mod(h * P.z * Q.z) };
  };
  const holds = (x, y) => x < p && y < p && mod(y * y - x * x * x + 3n * x - b) === 0n;
  return {
    verify(x, y, digest, r, s) {
      if (!holds(x, y) || r <= 0n || s <= 0n || r >= n || s >= n) return false;
      const size = n.toString(16).length / 2, e = big(digest.subarray(0, size)), w = inverse(s, n), u1 = (e * w) % n, u2 = (r * w) % n;
      const G = { x: gx, y: gy, z: 1n }, Q = { x, y, z: 1n }, both = plus(G, Q);
      let R = null;
      for (let i = size * 8 - 1; i >= 0; i--) {
        R = twice(R);
        const a = (u1 >> BigInt(i)) & 1n, c = (u2 >> BigInt(i)) & 1n;
        if (a && c) R = plus(R, both); else if (a) R = plus(R, G); else if (c) R = plus(R, Q);
      }
      if (!R) return false;
      const z = inverse(R.z, p);
      return mod(R.x * z * z) % n === r;
    },
  };
};
const P256 = curveOf(0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn, 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n, 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n, 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n);
const P384 = curveOf(0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn, 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n, 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n, 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn);

// A public key as we publish it: SubjectPublicKeyInfo of P-256, PEM. Returns fingerprint and point, or null.
const P256_HEAD = unhex('3059301306072a8648ce3d020106082a8648ce3d030107034200' + '04');
function readKey(pem) {
  const body = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END PUBLIC KEY-----\n$/.exec(pem);
  if (!body) return null;
  let der;
  try { der = Uint8Array.from(atob(body[1].replace(/\n/g, '')), c => c.charCodeAt(0)); } catch { return null; }
  if (der.length !== P256_HEAD.length + 64 || !sameBytes(der.subarray(0, P256_HEAD.length), P256_HEAD)) return null;
  return { fingerprint: hex(sha256(der)), x: big(der.subarray(27, 59)), y: big(der.subarray(59)) };
}
function signatureHolds(key, statement, signature) {
  const bytes = typeof signature === 'string' ? unhex(signature) : null;
  return !!bytes && bytes.length === 64 && P256.verify(key.x, key.y, sha256(statement), big(bytes.subarray(0, 32)), big(bytes.subarray(32)));
}
