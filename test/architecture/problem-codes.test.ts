import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { states } from '../../src/model/decision.js'
import { entries, readCatalogue, root, wellPage } from './catalogue.js'

// That a code of the source has an entry is told by the compiler, whose types are written from the entries.
test('every code of the catalogue is given by the source, so that no entry tells of what cannot happen', () => {
  const source = running()
  const idle = entries.filter(({ code }) => !source.includes(`'${code}'`) && !isComposed(code, source))
  expect(idle.map(({ code }) => code)).toEqual([])
})

/** Whether a code is made of its stage and a word: of a state, of what became of a comment, of how GitHub failed. */
function isComposed(code: string, source: string): boolean {
  const [stage = '', word = ''] = code.split('/')
  const words: readonly string[] = stage === 'state' ? states : []
  return words.includes(word) || (['comment', 'github'].includes(stage) && source.includes(`'${word}'`))
}

const whole = '# Page\n\n## `form/one`\n\n**Cause.** A.\n**Example.** B.\n**Cure.** C.\n'

test.each([
  ['without its cure', whole.replace('**Cure.** C.\n', ''), 'form.md: the entry of form/one'],
  ['without its example', whole.replace('**Example.** B.\n', ''), 'form.md: the entry of form/one'],
  ['with a cure of no words', whole.replace('C.', ''), 'form.md: the entry of form/one'],
  ['whose heading is no code', whole.replace('form/one', 'Form'), 'form.md: this is no entry of a code'],
  ['a second time', whole + whole, 'form.md: form/one has two entries'],
])('an entry %s is refused', (_, text, says) => {
  expect(() => readCatalogue(new Map([['form.md', text]]))).toThrow(says)
})

test('an entry tells cause, example and cure; one that asks nobody for anything, its meaning', () => {
  expect(readCatalogue(new Map([['form.md', whole]]))).toEqual([
    { page: 'form.md', code: 'form/one', cause: 'A.', example: 'B.', cure: 'C.' },
  ])
  expect(readCatalogue(new Map([[wellPage, '# Well\n\n## `state/merged`\n\nIt is\nmerged.\n']]))).toEqual([
    { page: wellPage, code: 'state/merged', meaning: 'It is merged.' },
  ])
})

/** The source that runs: without the model, which names things, the sandbox, which is no part of a run, and the codes of union types. */
function running(): string {
  const folder = join(root, 'src')
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/^(?:model|sandbox)/.test(path),
  )
  return paths
    .map((path) => readFileSync(join(folder, path), 'utf8').replaceAll(/^\s*\| '[a-z-]+\/[a-z-]+'$/gm, ''))
    .join('\n')
}
