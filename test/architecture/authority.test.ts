import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = join(dirname(fileURLToPath(import.meta.url)), '../../src')

/** Those who may ask as whom somebody counts, and about what. */
const askers: Readonly<Record<string, string>> = {
  'core/approval/authority.ts': 'commands: whoever gives one is asked about here and nowhere else',
  'core/approval/evaluate-approval.ts':
    'an approval that counts, for its record; it is none of one list but of a node of the rules',
  'core/approval/refuse-vote.ts':
    'an approval, for a node of the rules, in one order with everything else that refuses it',
  'core/approval/may-request.ts': 'whoever files a request, which is no command',
}

test('who may give a command is told by the authority alone; approvals are weighed by node, and filing is no command', () => {
  const asking = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => asks(readFileSync(join(source, path), 'utf8')))
  expect(asking.sort()).toEqual(Object.keys(askers).sort())
})

test.each([
  "import { isAtLeast, standing } from '../approval/principal.js'",
  "import {\n  type Standing,\n  standing as counted,\n} from '../approval/principal.js'",
  "import * as people from '../approval/principal.js'",
  "export { standing } from './principal.js'",
  "const { standing } = await import('../core/approval/principal.js')",
])('whoever asks beside it is found: %s', (planted) => {
  expect(asks(`${planted}\n`)).toBe(true)
})

test('to name the answer is not to ask', () => {
  expect(asks("import { isPasserBy, type Standing } from '../approval/principal.js'\n")).toBe(false)
})

/** Whether a file takes the question from the room that answers it, or takes all of that file. */
function asks(text: string): boolean {
  const taken = text.matchAll(
    /(?:^(?:import|export)\b([^'"`;]*?)\bfrom\s*|\bimport\()['"][^'"\n]*\/principal\.js['"]/gm,
  )
  return [...taken].some(([, names]) => names === undefined || /\bstanding\b|\*/.test(names))
}
