import { createServer, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { packTar, type TarEntry } from 'modern-tar'
import { afterEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createReader } from '../../src/github/reader.js'
import { oid } from '../../src/model/ids.js'

/** A server that gives an archive in ways in which none is made on purpose. */
let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** What is read of an archive, or how it fails, and how often it was asked for. */
async function read(give: (response: ServerResponse, time: number) => void) {
  let times = 0
  const listening = createServer((_, response) => {
    times += 1
    give(response, times)
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  const port = typeof address === 'object' ? address?.port : null
  const octokit = connect({ apiUrl: `http://127.0.0.1:${port}`, token: 'x', retryDelaysMs: [] })
  const reader = createReader(octokit, { owner: 'acme', name: 'platform' })
  const found = await reader.archive(oid('a'.repeat(40))).then(
    (entries) => entries.map(({ path, kind, bytes }) => [path, kind, Buffer.from(bytes).toString('utf8')]),
    (error: unknown) => {
      const { failure, message } = Object(error)
      return { failure, message }
    },
  )
  return { found, times }
}

async function packed(...entries: readonly TarEntry[]): Promise<Buffer> {
  return gzipSync(await packTar(entries))
}

function file(name: string, body: string): TarEntry {
  return {
    header: { name: `acme-platform-aaaaaaa/${name}`, size: Buffer.byteLength(body), type: 'file' },
    body,
  }
}

const did = `GitHub did not read all files of ${'a'.repeat(40)}`

test('an archive that breaks off is asked for again, three times in all; what came of it counts for nothing', async () => {
  const whole = await packed(file('README.md', 'The ledger\n'.repeat(100)))
  const cut = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/x-gzip' })
    response.write(whole.subarray(0, 100), () => response.destroy())
  }
  expect(await read((response, time) => (time < 3 ? cut(response) : response.end(whole)))).toEqual({
    found: [['README.md', 'file', 'The ledger\n'.repeat(100)]],
    times: 3,
  })
  const { found, times } = await read(cut)
  expect([found, times]).toEqual([
    {
      failure: 'unavailable',
      message: `${did} (no answer: terminated). The next run looks at what has happened and goes on.`,
    },
    3,
  ])
})

test('an archive that ends too early without a word is none', async () => {
  const whole = await packed(file('README.md', 'The ledger\n'))
  const short = gzipSync((await packTar([file('README.md', 'The ledger\n')])).subarray(0, 520))
  for (const bytes of [whole.subarray(0, whole.length - 9), short, Buffer.from('<html>Sign in</html>')]) {
    expect(await read((response) => response.end(bytes))).toEqual({
      found: {
        failure: 'unavailable',
        message: `${did} (status 200: the answer is no archive). The next run looks at what has happened and goes on.`,
      },
      times: 1,
    })
  }
})

test('an archive of more than 200 MiB, or of more than 100,000 files, is refused and not cut', async () => {
  const zeros = gzipSync(Buffer.alloc(200 * 1024 * 1024 + 1), { level: 1 })
  const many = await packed(...Array.from({ length: 100_001 }, (_, index) => file(`${index}`, '')))
  const told = []
  for (const bytes of [zeros, many]) told.push((await read((response) => response.end(bytes))).found)
  expect(told).toEqual([
    {
      failure: 'too-large',
      message: `${did} (status 200: they are more than 200 MiB). That is more than a run takes in.`,
    },
    {
      failure: 'too-large',
      message: `${did} (status 200: they are more than 100,000). That is more than a run takes in.`,
    },
  ])
})

test('whatever else than files stands in an archive is told as what it is', async () => {
  const header = (name: string, more: object) => ({ header: { name: `top/${name}`, size: 0, ...more } })
  const bytes = await packed(
    header('', { type: 'directory' }),
    header('run', { type: 'file', mode: 0o775 }),
    header('read', { type: 'file', mode: 0o664 }),
    header('link', { type: 'symlink', linkname: '../elsewhere' }),
    header('module/', { type: 'directory' }),
    header('pipe', { type: 'fifo' }),
    file(`${'folder/'.repeat(30)}long`, 'x'),
  )
  expect((await read((response) => response.end(bytes))).found).toEqual([
    ['run', 'executable', ''],
    ['read', 'file', ''],
    ['link', 'symlink', '../elsewhere'],
    ['module', 'folder', ''],
    ['pipe', 'other', ''],
    [`${'folder/'.repeat(30)}long`, 'file', 'x'],
  ])
})
