import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeOutcome } from '../../../src/core/decide/judge-outcome.js'
import { asked, branch, clock, told } from './told-outcome.js'

/** What one name says along the branch, one letter for each commit: it works, fails, is under way, says nothing. */
type Course = string
const states: Readonly<Record<string, string>> = { '+': 'success', '-': 'failure', '~': 'pending' }
const names = ['a', 'b'] as const
const entries = ['a', 'b', '*'] as const

interface Story {
  /** The place of the merge among the commits, of which the first is 0. */
  readonly merge: number
  readonly courses: Readonly<Record<(typeof names)[number], Course>>
  readonly by: readonly (typeof entries)[number][]
  readonly isOver: boolean
}

const length = 5
const course = fc.array(fc.constantFrom('+', '-', '~', '.'), { minLength: length, maxLength: length })
const stories: fc.Arbitrary<Story> = fc.record({
  merge: fc.integer({ min: 0, max: length - 1 }),
  courses: fc.record({ a: course.map((each) => each.join('')), b: course.map((each) => each.join('')) }),
  by: fc.uniqueArray(fc.constantFrom(...entries), { minLength: 1, maxLength: 3 }),
  isOver: fc.boolean(),
})

test('what is said of any branch is what the rules say, letter by letter', () => {
  fc.assert(
    fc.property(stories, (story) => {
      expect(judged(story)).toEqual(ruled(story))
    }),
    { numRuns: 5_000, seed: 13 },
  )
})

test('what has arrived in time stays so with every later commit, and none of them brings blame', () => {
  fc.assert(
    fc.property(stories, course, (story, later) => {
      const longer = { ...story, courses: lengthened(story.courses, later) }
      const [now, then] = [judged(story).kind, judged(longer).kind]
      if (now === 'reached' && !story.isOver) expect(then).toBe('reached')
      if (then === 'failed') expect(now).toBe('failed')
    }),
    { numRuns: 5_000, seed: 14 },
  )
})

/** With one more commit. */
function lengthened({ a, b }: Story['courses'], [one = '.', other = '.']: readonly string[]) {
  return { a: a + one, b: b + other }
}

function judged({ merge, courses, by, isOver }: Story) {
  const lines = [...courses.a].flatMap((_, place) => [nameAt(place, merge), ...wordsAt(place)])
  function wordsAt(place: number): readonly string[] {
    return names.flatMap((name) => {
      const state = states[courses[name][place] ?? '']
      return state === undefined ? [] : [`${nameAt(place, merge)} ${name} ${state} 12:0${place}`]
    })
  }
  const { commits, merge: commit } = branch(lines.join('\n'))
  return told(
    judgeOutcome({
      commits,
      merge: { commit, at: clock('12:00') },
      expected: { by: by.map((name) => asked(`status ${name} flux`)), within: 1800 },
      now: clock(isOver ? '12:30' : '12:29'),
    }),
  )
}

function nameAt(place: number, merge: number): string {
  return place === merge ? 'merge' : `c${place}`
}

/** The same by searching the courses as text. */
function ruled({ merge, courses, by, isOver }: Story) {
  const word = (name: keyof typeof courses, place: number) =>
    `${nameAt(place, merge)} ${name} ${states[courses[name][place] ?? '']} 12:0${place}`
  const since = (name: keyof typeof courses) => courses[name].slice(merge)
  const first = (name: keyof typeof courses, letter: string) => courses[name].indexOf(letter, merge)
  const spoken = (entry: (typeof entries)[number]) => names.filter((name) => entry === '*' || entry === name)
  const fulfilled = by.map((entry) => fulfilment(spoken(entry)))

  function fulfilment(voices: readonly (keyof typeof courses)[]): readonly string[] | null {
    const heardBefore = Math.max(...voices.map((name) => courses[name].slice(0, merge).search(/[^.]\.*$/)))
    for (let end = 1; end <= courses.a.length - merge; end += 1) {
      const waitedFor = voices.filter((name) => {
        const known = heardBefore >= 0 && courses[name][heardBefore] !== '.'
        return /[^.]/.test(since(name).slice(0, end)) || (known && (!isOver || /[^.]/.test(since(name))))
      })
      const works = waitedFor.filter((name) => since(name).slice(0, end).includes('+'))
      if (works.length > 0 && works.length === waitedFor.length)
        return works.map((name) => word(name, first(name, '+')))
    }
    return null
  }

  if (fulfilled.every((each) => each !== null))
    return { kind: 'reached', signals: [...new Set(fulfilled.flat())] }
  const missing = by.filter((_, index) => fulfilled[index] === null)
  const voices = [...new Set(missing.flatMap(spoken))].filter((name) => !since(name).includes('+'))
  const ordered = [
    ...new Set(missing.flatMap((entry) => spoken(entry).filter((name) => voices.includes(name)))),
  ]
  const failing = ordered.filter((name) => since(name).includes('-'))
  const lines = missing.map((name) => `status ${name} flux`)
  const failed = failing.map((name) => word(name, first(name, '-')))
  if (!isOver) return { kind: 'waiting', missing: lines, failing: failed }
  if (failing.length === 0) {
    const pending = ordered.filter((name) => since(name).includes('~'))
    return { kind: 'silent', missing: lines, pending: pending.map((name) => word(name, first(name, '~'))) }
  }
  const own = failing.filter((name) => courses[name][merge - 1] === '+' && courses[name][merge] === '-')
  if (own.length > 0) return { kind: 'failed', signals: own.map((name) => word(name, merge)) }
  const ranges = failing.map((name) => {
    const worked = courses[name].slice(0, merge).lastIndexOf('+')
    const to = courses[name].indexOf('-', worked + 1)
    return { worked, from: worked < 0 ? Math.min(to, merge) : worked + 1, to }
  })
  const places = [...courses.a].map((_, place) => place)
  const oldest = Math.min(...ranges.map(({ worked }) => worked))
  return {
    kind: 'one-of',
    signals: failed,
    commits: places
      .filter((place) => ranges.some(({ from, to }) => from <= place && place <= to))
      .map((place) => nameAt(place, merge)),
    since: oldest < 0 ? null : nameAt(oldest, merge),
  }
}
