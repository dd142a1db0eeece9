// Reads WARC files with warcio (not ours) and takes every digest anew with Node's own hashes. One JSON line a record; exits 1 at any fault.
import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { WARCParser } from 'warcio'

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
let faults = 0
const warn = console.warn
console.warn = (message) => { faults++; warn(message) }
for (const file of process.argv.slice(2)) {
  // The block as it is: with parseHttp the parser would already have taken the head off.
  const raw = new WARCParser(createReadStream(file), { parseHttp: false, keepHeadersCase: true })
  const http = new WARCParser(createReadStream(file), { keepHeadersCase: true })
  const blocks = raw[Symbol.asyncIterator]()
  for await (const record of http) {
    const block = await (await blocks.next()).value.readFully(false)
    const payload = await record.readFully(false)
    const fault = []
    const blockDigest = record.warcHeader('WARC-Block-Digest')
    if (blockDigest !== `sha256:${sha256(block)}`) fault.push('block-digest')
    const payloadDigest = record.warcHeader('WARC-Payload-Digest')
    if (payloadDigest && record.warcType !== 'revisit' && payloadDigest !== `sha256:${sha256(payload)}`) fault.push('payload-digest')
    for (const name of ['WARC-Record-ID', 'WARC-Date', 'WARC-Type', 'Content-Length']) if (!record.warcHeader(name)) fault.push(name)
    faults += fault.length
    console.log(JSON.stringify({ file: basename(file), offset: http.offset, type: record.warcType, url: record.warcTargetURI, fault }))
  }
}
process.exit(faults ? 1 : 0)
