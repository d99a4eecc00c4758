import { expect, test } from 'vitest'
import { gitBlobOid } from '../../src/core/text/git-oid.js'
import type { Reader } from '../../src/github/reader.js'
import { decodeManifests } from '../../src/observe/decode-manifests.js'

const size = 4 * 1024 * 1024
const text = `a: 1\n${'#'.repeat(size - 5)}`
const oid = gitBlobOid(text)
const paths = Array.from({ length: 9 }, (_, index) => `file${index}.yaml`)

/** What GraphQL answers about some files that are all the same, of which it cuts the text off. */
function answer(byteSize: number) {
  const entries = paths.map((name) => ({ name, mode: 0o100644, oid }))
  const blob = { oid, text: null, byteSize, isBinary: false, isTruncated: true }
  return { folder0: { entries }, ...Object.fromEntries(paths.map((_, index) => [`file${index}`, blob])) }
}

async function observed(byteSize: number, wanted: readonly string[]) {
  let calls = 0
  const blob = () => {
    calls += 1
    return Promise.resolve(new TextEncoder().encode(text))
  }
  const reader: Pick<Reader, 'blob'> = { blob }
  const { files } = await decodeManifests(reader as Reader, answer(byteSize), wanted)
  return { calls, kinds: files.map((file) => (file.kind === 'unreadable' ? file.why : file.kind)) }
}

test('a text GraphQL cuts off is read by one call more, up to 4 MiB', async () => {
  expect(await observed(size, paths.slice(0, 1))).toEqual({ calls: 1, kinds: ['text'] })
  expect(await observed(size + 1, paths.slice(0, 1))).toEqual({ calls: 0, kinds: ['too-large'] })
})

test('all manifests of a request are read up to 32 MiB', async () => {
  const texts = Array.from({ length: 8 }, () => 'text')
  expect(await observed(size, paths)).toEqual({ calls: 8, kinds: [...texts, 'too-large'] })
})
