import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { call, file } from './output.js'

const values = '# prod\r\nreplicas: 2 # two\r\nhosts:\r\n  - a\r\n  - c\r\n'
const body = '### Hosts\n\nb'

function repository(): string {
  const root = mkdtempSync(join(tmpdir(), 'issueops-'))
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  put(
    '.github/ISSUE_TEMPLATE/host.yml',
    'name: Host\ndescription: d\nbody:\n  - { type: input, id: host, attributes: { label: Hosts } }\n',
  )
  put('.github/issueops/templates/note.txt', 'Host ${{ request.host }}\n')
  put(
    '.github/issueops/host.yml',
    `name: host
title: Host
form: host.yml
approval: [{ from: [team:platform] }]
changes:
  - { file: app/values.yaml, at: [hosts], item: "$\{{ request.host }}" }
  - { file: app/values.yaml, at: [replicas], value: 3 }
  - { file: "notes/$\{{ request.host }}.txt", content-from: templates/note.txt }
`,
  )
  put('app/values.yaml', values)
  return root
}

const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8')

/** Applies the request and gives the plan as it was printed. */
async function applied(root: string): Promise<string> {
  const plan = await call('plan', '--repo', root, '--body', file('body.md', body), '--write', '--json')
  expect(plan.code).toBe(0)
  return file('plan.json', plan.out)
}

test('what a plan wrote is taken back byte for byte, and a second time nothing is left to do', async () => {
  const root = repository()
  const plan = await applied(root)
  expect(read(root, 'app/values.yaml')).toBe(
    values.replace('2 # two', '3 # two').replace('- a', '- a\r\n  - b'),
  )
  expect(read(root, 'notes/b.txt')).toBe('Host b\n')
  const shown = await call('undo', '--plan', plan, '--repo', root)
  expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('-  - b')])
  const { code, out } = await call('undo', '--plan', plan, '--repo', root, '--write', '--json')
  expect([code, JSON.parse(out)]).toEqual([
    0,
    {
      ok: true,
      files: [
        expect.objectContaining({ path: 'app/values.yaml', change: 'update', after: values }),
        expect.objectContaining({ path: 'notes/b.txt', change: 'delete', after: null }),
      ],
    },
  ])
  expect(read(root, 'app/values.yaml')).toBe(values)
  expect(await call('undo', '--plan', plan, '--repo', root)).toEqual({
    code: 0,
    out: 'Undone already: nothing to change.\n',
    err: '',
  })
})

test('where somebody changed the file elsewhere, only the places of the plan go back', async () => {
  const root = repository()
  const plan = await applied(root)
  writeFileSync(join(root, 'app/values.yaml'), `${read(root, 'app/values.yaml')}more: yes\r\n`)
  expect((await call('undo', '--plan', plan, '--repo', root, '--write')).code).toBe(0)
  expect(read(root, 'app/values.yaml')).toBe(`${values}more: yes\r\n`)
})

test('a place somebody changed is told with what was expected and what is there, and nothing is written', async () => {
  const root = repository()
  const plan = await applied(root)
  const now = read(root, 'app/values.yaml').replace('3 # two', '7 # seven')
  writeFileSync(join(root, 'app/values.yaml'), now)
  const { code, out } = await call('undo', '--plan', plan, '--repo', root, '--write', '--json')
  expect([code, JSON.parse(out)]).toEqual([
    1,
    {
      ok: false,
      problems: [
        {
          code: 'change/conflict',
          file: 'app/values.yaml',
          line: 2,
          what: 'Somebody changed replicas in app/values.yaml after the request had written it, so undoing the request would undo that too; expected is 3, found is 7.',
          fix: 'Decide what the place should be, and change it in a pull request: where it says what is expected, the request can be taken back; where it says what it said before the request, nothing is left to take back.',
        },
      ],
    },
  ])
  expect([read(root, 'app/values.yaml'), read(root, 'notes/b.txt')]).toEqual([now, 'Host b\n'])
})

test('nothing is written through a link, nor where a plan could not have written', async () => {
  const root = repository()
  const plan = await applied(root)
  rmSync(join(root, 'app/values.yaml'))
  symlinkSync('/etc/hostname', join(root, 'app/values.yaml'))
  expect((await call('undo', '--plan', plan, '--repo', root, '--write')).out).toContain('change/path-blocked')
  for (const path of ['../x.txt', '/x.txt', '.git/hooks/x', '.github/workflows/x.yml', 'a//b']) {
    const forged = file('forged.json', readFileSync(plan, 'utf8').replaceAll('notes/b.txt', path))
    expect([path, (await call('undo', '--plan', forged, '--repo', root, '--write')).code]).toEqual([path, 2])
  }
})

test.each([
  '',
  '[]',
  '{"ok":false,"problems":[]}',
  '{"ok":true,"files":[{}]}',
  '{"ok":true,"files":[{"path":"a","mode":"120000","places":[],"change":"create","before":null,"after":"x"}]}',
  '{"ok":true,"files":[{"path":"a","mode":"100644","places":[],"change":"create","before":"w","after":"x"}]}',
  '{"ok":true,"files":[{"path":"a","mode":"100644","places":[{"at":[null]}],"change":"create","before":null,"after":"x"}]}',
])('%s is no plan', async (text) => {
  expect((await call('undo', '--plan', file('plan.json', text), '--repo', '.')).code).toBe(2)
})
