import { gunzipSync } from 'node:zlib'
import { unpackTar } from 'modern-tar'
import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken } from './acme.js'

let sandbox: Sandbox
afterEach(() => sandbox.close())

async function get(address: string, token: string | null): Promise<Response> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  return await fetch(new URL(address, sandbox.url), { headers, redirect: 'manual' })
}

async function locationOf(token: string | null): Promise<string> {
  return (await get('/repos/acme/gitops/tarball/main', token)).headers.get('location') ?? ''
}

test('the archive of a commit is what its address leads to: everything below one folder, as git archives it', async () => {
  sandbox = await createSandbox(acme())
  const answer = await get('/repos/acme/gitops/tarball/main', githubToken(sandbox))
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    302,
    'text/html;charset=utf-8',
    '',
  ])
  const download = await get(answer.headers.get('location') ?? '', null)
  const entries = await unpackTar(gunzipSync(await download.arrayBuffer()))
  const main = (await sandbox.repository('acme/gitops').branches()).get('main') ?? ''
  const top = `acme-gitops-${main.slice(0, 7)}`
  expect(download.headers.get('content-disposition')).toBe(`attachment; filename=${top}.tar.gz`)
  expect(entries.map(({ header }) => [header.type, header.name])).toEqual([
    ['directory', `${top}/`],
    ['directory', `${top}/.github/`],
    ['directory', `${top}/.github/issueops/`],
    ['file', `${top}/.github/issueops/namespace.yml`],
    ['file', `${top}/README.md`],
    ['directory', `${top}/clusters/`],
    ['directory', `${top}/clusters/dev/`],
    ['file', `${top}/clusters/dev/kustomization.yaml`],
  ])
})

test('asking for an archive counts as one call, the download as none', async () => {
  sandbox = await createSandbox(acme())
  const token = githubToken(sandbox)
  const used = async () => (await get('/rate_limit', token)).headers.get('x-ratelimit-used')
  const { cost } = await sandbox.measure(async () => get(await locationOf(token), null))
  expect([await used(), cost]).toEqual(['1', { calls: 1, reads: 1, writes: 0, depth: 2 }])
})

test('who may not read the files is led nowhere', async () => {
  sandbox = await createSandbox(acme())
  const without = sandbox.githubToken('acme/gitops', { issues: 'write' })
  const asked = [
    ['/repos/acme/gitops/tarball/main', null],
    ['/repos/acme/gitops/tarball/main', sandbox.userToken('eve')],
    ['/repos/acme/gitops/tarball/main', without],
    ['/repos/acme/gitops/tarball/main', 'nonsense'],
    ['/repos/acme/gitops/tarball/nowhere', githubToken(sandbox)],
  ] as const
  const statuses = []
  for (const [path, token] of asked) statuses.push((await get(path, token)).status)
  expect(statuses).toEqual([404, 404, 403, 401, 404])
})

test('the address of a private archive is good for five minutes and for its commit alone, that of a public one for good', async () => {
  sandbox = await createSandbox(acme())
  const address = await locationOf(githubToken(sandbox))
  const statuses = async (...addresses: readonly string[]) => {
    const answers = await Promise.all(addresses.map((each) => get(each, null)))
    return answers.map(({ status }) => status)
  }
  const another = address.replace('/main', '/HEAD')
  expect(await statuses(address, another, address.replace(/\?.*/, ''))).toEqual([200, 404, 404])
  sandbox.clock.advance(301)
  expect(await statuses(address)).toEqual([404])
  await sandbox.close()
  sandbox = await createSandbox(acme({ visibility: 'public' }))
  const open = await locationOf(null)
  sandbox.clock.advance(301)
  expect([open.includes('?'), await statuses(open)]).toEqual([false, [200]])
})
