// Canonical JSON (RFC 8785, whole numbers only): what is signed has one spelling, any other is a change.
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value && typeof value === 'object') return '{' + Object.keys(value).sort().map(key => JSON.stringify(key) + ':' + canonical(value[key])).join(',') + '}';
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error('not a whole number');
  return JSON.stringify(value);
}
const canonicalBytes = value => utf8(canonical(value));
function readCanonical(bytes) {
  const text = text8(bytes), value = JSON.parse(text);
  if (!value || typeof value !== 'object' || Array.isArray(value) || canonical(value) !== text) throw new Error('not canonical JSON');
  return value;
}
