// RSA signatures as in PKCS #1 v1.5 (RFC 8017, section 8.2.2).
const DIGEST_HEADS = { sha256: '3031300d060960864801650304020105000420', sha384: '3041300d060960864801650304020205000430', sha512: '3051300d060960864801650304020305000440' };
function rsaHolds(modulus, exponent, digestName, digest, signature) {
  const n = big(modulus), size = n.toString(16).length + 1 >> 1;
  let base = big(signature), power = big(exponent), result = 1n;
  if (base >= n || signature.length !== size) return false;
  for (; power; power >>= 1n, base = (base * base) % n) if (power & 1n) result = (result * base) % n;
  const tail = DIGEST_HEADS[digestName] + hex(digest);
  return result.toString(16).padStart(size * 2, '0') === '0001' + 'ff'.repeat(size - 3 - tail.length / 2) + '00' + tail;
}
