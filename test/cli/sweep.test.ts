import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import { access, ask, createAccesses, endOfNovember } from '../accesses.js'
import { call } from './output.js'

let sandbox: Sandbox
let ends: readonly number[]
let open: number

/** Two people whose access ends in November, and one who asks for it in December. */
beforeAll(async () => {
  sandbox = await createAccesses()
  ends = [await access(sandbox, 'erin'), await access(sandbox, 'frank')]
  endOfNovember(sandbox)
  open = await ask(sandbox, 'root', 'search', '2027-01-31')
  return () => sandbox.close()
})

afterEach(() => vi.unstubAllEnvs())

function asReader(): void {
  const permissions = { contents: 'read', issues: 'read', pull_requests: 'read', checks: 'read' } as const
  const token = sandbox.appToken({
    slug: 'acme-reader',
    id: 77,
    repositories: ['acme/platform'],
    permissions,
  })
  vi.stubEnv('GITHUB_API_URL', sandbox.url)
  vi.stubEnv('GITHUB_TOKEN', token)
}

test('sweep --dry-run tells what is due, why and since when, in the order of the next sweep, and writes nothing', async () => {
  asReader()
  const { result, cost } = await sandbox.measure(() => call('sweep', '--dry-run', 'acme/platform'))
  const [first, second] = /#1 .*#3 /s.test(result.out) ? ends : [...ends].reverse()
  expect({ code: result.code, out: result.out, writes: cost.writes }).toEqual({
    code: 0,
    writes: 0,
    out: `A sweep would find 2 ends that have come, 1 open issue.
With half of its calls, and with what the others leave:
  #${first}  end that has come, 2026-12-01 at 00:00 UTC
  #${second}  end that has come, 2026-12-01 at 00:00 UTC
With the rest:
  #${open}  open issue
`,
  })
})

test('sweep --dry-run --json prints one document', async () => {
  asReader()
  const { code, out } = await call('sweep', '--dry-run', 'acme/platform', '--json')
  const document = JSON.parse(out)
  expect({ code, document }).toMatchObject({
    code: 0,
    document: {
      ok: true,
      others: [{ issue: open, why: 'open', at: null }],
      passedOver: [],
      unreadable: [],
    },
  })
  expect(document.urgent.map(({ why, at }: Record<string, unknown>) => [why, at])).toEqual([
    ['end', '2026-12-01T00:00:00Z'],
    ['end', '2026-12-01T00:00:00Z'],
  ])
})

test('sweep without --dry-run, and without a repository, says how it is called', async () => {
  asReader()
  expect(await call('sweep', 'acme/platform')).toMatchObject({
    code: 2,
    err: expect.stringContaining('The sweep itself is run by the workflow'),
  })
  expect(await call('sweep', '--dry-run', 'acme')).toMatchObject({
    code: 2,
    err: expect.stringContaining('"acme" is not a repository; write it as in acme/platform.'),
  })
})
