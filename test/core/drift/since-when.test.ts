import { expect, test } from 'vitest'
import { leftBehind, sinceWhen } from '../../../src/core/drift/since-when.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { FileCommit } from '../../../src/model/drift.js'
import { oid } from '../../../src/model/ids.js'
import { value } from '../manifest/fixtures.js'
import { app } from '../plan/merged-files.js'
import { branch } from './one-branch.js'

/** A file that several people have written after a request set its replicas to 3, and since whose commit it says something else. */
function sinceWhose(edits: readonly (readonly [who: string, edit: (text: string) => string | null])[]) {
  const main = branch({ 'app.yaml': app })
  main.ask(1, 'app.yaml', [value(['replicas'], 3)])
  const history: FileCommit[] = []
  for (const [index, [login, edit]] of edits.entries()) {
    const text = edit(main.contents.get('app.yaml') ?? '')
    main.byHand('app.yaml', text)
    history.unshift({
      commit: oid(String(index).padStart(40, '0')),
      headline: 'x',
      login,
      author: login,
      at: '2026-11-20T10:00:00Z',
      blob: edits.length < 2 ? undefined : text === null ? null : gitBlobOid(text),
    })
  }
  const [drifted] = main.driftedFiles()
  if (drifted === undefined) return null
  const read = new Map([...main.blobs].filter(([blob]) => leftBehind(drifted, history).includes(blob)))
  return sinceWhen(drifted, history, read).map(({ since }) => since?.login ?? null)
}

const replicas = (count: number) => (text: string) => text.replace(/replicas: \d+/, `replicas: ${count}`)
const comment = (text: string) => `# more\n${text}`

test.each<[string, Parameters<typeof sinceWhose>[0], readonly (string | null)[]]>([
  ['the only one who has written there', [['carol', replicas(9)]], ['carol']],
  [
    'whoever changed it, and not who touched the file later',
    [
      ['carol', replicas(9)],
      ['dave', comment],
    ],
    ['carol'],
  ],
  [
    'whoever changed it, and not who touched the file before',
    [
      ['dave', comment],
      ['carol', replicas(9)],
    ],
    ['carol'],
  ],
  [
    'who changed it first, where another changed it again',
    [
      ['carol', replicas(9)],
      ['dave', replicas(8)],
    ],
    ['carol'],
  ],
  [
    'who changed it last, where it was put back in between',
    [
      ['carol', replicas(9)],
      ['bob', replicas(3)],
      ['dave', replicas(8)],
    ],
    ['dave'],
  ],
  [
    'whoever removed the file',
    [
      ['dave', comment],
      ['carol', () => null],
    ],
    ['carol'],
  ],
  [
    'who changed it first, also where nobody could read the file meanwhile',
    [
      ['carol', replicas(9)],
      ['dave', () => 'a: ['],
      ['bob', () => replicas(9)(app)],
    ],
    ['carol'],
  ],
  ['nobody, where the history tells of none', [], []],
])('named is %s', (_, edits, wanted) => {
  expect(sinceWhose(edits) ?? []).toEqual(wanted)
})
