import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createReader, type Reader } from '../../src/github/reader.js'
import { type Oid, oid } from '../../src/model/ids.js'
import { observeTexts } from '../../src/observe/observe-texts.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken } from '../sandbox/acme.js'
import { type WrittenFile, writeBranch } from './ledger-branch.js'

const name = 'acme/gitops'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox(acme())
})
afterEach(() => sandbox.close())

function readerWith(token: string): Reader {
  const octokit = connect({ apiUrl: sandbox.url, token, retryDelaysMs: [1] })
  return createReader(octokit, { owner: 'acme', name: 'gitops' })
}

/** Writes files and says by which ids git knows them, in the order of their paths. */
async function written(...files: readonly WrittenFile[]): Promise<readonly Oid[]> {
  const view = sandbox.repository(name)
  writeBranch(view.gitDir, 'texts', files)
  return (await view.tree('texts')).map((item) => oid(item.oid))
}

/** What is read, in the order in which it was asked for, and the calls it took. */
async function read(oids: readonly Oid[], token = githubToken(sandbox)) {
  const from = sandbox.requests.length
  const texts = await observeTexts(readerWith(token), oids)
  const calls = sandbox.requests
    .slice(from)
    .map(({ method, path, operation }) => operation ?? `${method} ${path}`)
  return { texts: oids.map((each) => texts.get(each)), size: texts.size, calls }
}

test('texts are read by their ids in one call, whichever commit they were in, and each once', async () => {
  const [a = oid(''), b = oid('')] = await written(
    { path: 'a.yaml', text: 'replicas: 2\n' },
    { path: 'b.yaml', text: '\ufeff# with a mark\r\n' },
  )
  await sandbox.as('carol').deleteBranch(name, 'texts')
  expect(await read([b, a, b])).toEqual({
    texts: [
      { kind: 'text', text: '\ufeff# with a mark\r\n' },
      { kind: 'text', text: 'replicas: 2\n' },
      { kind: 'text', text: '\ufeff# with a mark\r\n' },
    ],
    size: 2,
    calls: ['Texts'],
  })
})

test('what is not there, is no file, or is no text is told, and nothing else fails for it', async () => {
  const [text = oid(''), bytes = oid('')] = await written(
    { path: 'a.yaml', text: 'replicas: 2\n' },
    { path: 'b.bin', text: Buffer.from([0x61, 0xff, 0x62]) },
  )
  const commit = oid((await sandbox.repository(name).branches()).get('texts') ?? '')
  expect(await read([oid('1'.repeat(40)), commit, bytes, text])).toEqual({
    texts: [
      { kind: 'missing' },
      { kind: 'missing' },
      { kind: 'unreadable', why: 'not-utf-8' },
      { kind: 'text', text: 'replicas: 2\n' },
    ],
    size: 4,
    calls: ['Texts', `GET /repos/acme/gitops/git/blobs/${bytes}`],
  })
})

test('a long text takes one call more, one beyond 4 MiB is not read', async () => {
  const long = `${'x'.repeat(600_000)}é`
  const [first = oid(''), second = oid('')] = await written(
    { path: 'a.yaml', text: long },
    { path: 'b.yaml', text: 'x'.repeat(4 * 1024 * 1024 + 1) },
  )
  expect(await read([first, second, first])).toEqual({
    texts: [
      { kind: 'text', text: long },
      { kind: 'unreadable', why: 'too-large' },
      { kind: 'text', text: long },
    ],
    size: 2,
    calls: ['Texts', `GET /repos/acme/gitops/git/blobs/${first}`],
  })
})

test('two hundred and one texts take three calls, none takes none', async () => {
  const files = Array.from({ length: 201 }, (_, index) => ({
    path: `${1000 + index}.yaml`,
    text: `n: ${index}\n`,
  }))
  const { texts, calls } = await read(await written(...files))
  expect(texts).toEqual(files.map(({ text }) => ({ kind: 'text', text })))
  expect(calls).toEqual(['Texts', 'Texts', 'Texts'])
  expect((await read([])).calls).toEqual([])
})

test('who may not read files is an error of GitHub’s, and no text that is missing', async () => {
  const oids = await written({ path: 'a.yaml', text: 'replicas: 2\n' })
  const token = sandbox.githubToken(name, { issues: 'write' })
  await expect(read(oids, token)).rejects.toMatchObject({
    failure: 'forbidden',
    permission: 'contents: read',
  })
})
