import { expect, test } from 'vitest'
import { builtInKinds } from '../../src/cli/adopt/built-in-type.js'
import { call } from './output.js'
import { filesOf, repository } from './repository.js'

/** The comment with which a file begins, without the line that is for editors; a workflow has it behind its name. */
function opening(text: string): string {
  const named = /^name: [^#\n]* # (.*)$/m.exec(text.split('\n')[0] ?? '')?.[1]
  if (named !== undefined) return named
  const lines = text.split('\n').filter((line) => !line.startsWith('# yaml-language-server:'))
  const end = lines.findIndex((line) => !line.startsWith('#'))
  return lines
    .slice(0, end)
    .map((line) => line.slice(1).trim())
    .join(' ')
}

const openings = (root: string) =>
  Object.entries(filesOf(root))
    // JSON holds no comments; the request type says what these files are.
    .filter(([path]) => !path.endsWith('.json'))
    .map(([path, text]) => ({ path, says: opening(text) }))

test('every file that init writes says at its top what it is, and what to edit', async () => {
  const root = repository()
  await call('init', root)
  const said = openings(root)
  expect(said.map(({ path }) => path)).toContain('.github/workflows/issueops-sweep.yml')
  expect(said.filter(({ says }) => !/^.{20,}(?:Edit|edit|yours)/.test(says))).toEqual([])
})

test.each(builtInKinds())(
  'every file of the kind %s says at its top what it is, and what to edit',
  async (kind) => {
    const root = repository()
    await call('new', kind, root)
    const said = openings(root)
    expect(said.length).toBeGreaterThan(1)
    expect(said.filter(({ says }) => !/^.{20,}(?:Edit|edit|yours)/.test(says))).toEqual([])
  },
)

test('files that cannot hold comments are explained in their request type', async () => {
  const root = repository()
  await call('new', 'terraform-variables', root)
  const type = filesOf(root)['.github/issueops/terraform-variables.yml'] ?? ''
  expect(opening(type)).toContain('live/')
})
