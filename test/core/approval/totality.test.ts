import { expect, test } from 'vitest'
import { atLength } from '../../at-length.js'
import {
  type Act,
  comments,
  type Line,
  lineNames,
  lines,
  type Name,
  names,
  outcomeOf,
  type RuleName,
  ruleNames,
  times,
} from './story.js'

/** Everything that satisfies a rule with one comment. What is not listed here holds. */
const suffices: Partial<
  Record<RuleName, { readonly who: readonly Name[]; readonly lines?: readonly Line[] }>
> = {
  team: { who: ['bob', 'carol'] },
  role: { who: ['frank'] },
  user: { who: ['mona'] },
  mixed: { who: ['frank', 'mona'] },
  dba: { who: ['frank'] },
  'unknown-or-user': { who: ['mona'] },
  self: { who: ['alice', 'bob', 'carol'] },
  'by-editor': { who: ['bob', 'carol', 'erin'] },
  anybody: { who: ['alice', 'bob', 'carol', 'erin'] },
  digest: { who: ['bob', 'carol'], lines: ['prefix', 'PREFIX', 'longer', 'whole'] },
  full: { who: ['bob', 'carol'], lines: ['whole'] },
  aged: { who: ['bob', 'carol'] },
  any: { who: ['frank'] },
  'any-empty': { who: ['bob', 'carol'] },
  'automatic-and-team': { who: ['bob', 'carol'] },
  owners: { who: ['olga'] },
  'owners-team': { who: ['frank'] },
  'owners-or-mona': { who: ['mona', 'olga'] },
  'owners-none-mona': { who: ['mona'] },
  'owners-or-mail': { who: ['olga'] },
}
const approving: readonly Line[] = ['bare', 'prefix', 'PREFIX', 'longer', 'whole']

function isEnough(rule: RuleName, { who, comment, time }: Act, line: Line): boolean {
  if (rule === 'automatic') return true
  const enough = suffices[rule]
  const late = time === 'after' || time === 'almost-old' || (time === 'old' && rule !== 'aged')
  const named = (enough?.lines ?? approving).includes(line)
  return comment === 'fresh' && late && named && enough?.who.includes(who) === true
}

/** One line of each kind; that the others of a kind read alike is what the rows say. */
const kinds = lineNames.filter(
  (line) => !['PREFIX', 'longer', 'fenced', 'code', 'html', 'second'].includes(line),
)

/** Codes by which an outcome may be explained. A code that is not here would be one nobody has heard of. */
const known: readonly string[] = [
  'self-approval',
  'not-authorised',
  'authority-unknown',
  'edited-comment',
  'hidden-comment',
  'before-publication',
  'request-edited',
  'digest-mismatch',
  'digest-required',
  'expired',
  'unreachable-quorum',
  'no-codeowner',
  'command/bad-argument',
  'command/contradictory',
  'command/unknown',
]

test('the table is total: every combination has an outcome, and whatever is not listed as enough holds', () => {
  let combinations = 0
  // One in so many, of every rule, person, comment, time and line: the step divides none of their numbers.
  const step = atLength ? 1 : 5
  const codes = new Set<string>()
  for (const rule of ruleNames)
    for (const who of names)
      for (const comment of comments)
        for (const time of times)
          for (const line of kinds) {
            combinations += 1
            if (combinations % step !== 0) continue
            const act = { who, comment, time, body: lines[line] }
            const [state = '', ...code] = outcomeOf(rule, [act]).split(' ')
            codes.add(code.join(' '))
            if ((state === 'satisfied') !== isEnough(rule, act, line))
              expect.fail(`${who} ${comment} ${time} ${line} ${rule}: ${state} ${code.join(' ')}`)
          }
  expect(combinations).toBe(ruleNames.length * names.length * comments.length * times.length * kinds.length)
  expect([...codes].filter((code) => code !== '').sort()).toEqual([...known].sort())
}, 60_000)
