import { afterEach, expect, test } from 'vitest'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'
import { repository } from './acceptance/given.js'
import { access, createAccesses, endOfNovember, recordedEnds, sweep } from './accesses.js'

/** Calls of each API within an hour; the sweep leaves 30 of them. */
const hourlyLimit = 120
const hour = 3600
const ends = 30
const drifted = 5
const formPath = '.github/ISSUE_TEMPLATE/access.yml'

let sandbox: Sandbox

afterEach(() => sandbox.close())

const namesOf = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word}-${index}`)

/** As many systems as there are lists of people. */
async function withSystems(systems: readonly string[]): Promise<void> {
  sandbox = await createAccesses({}, { hourlyLimit })
  const form = (await sandbox.repository(repository).fileAt('main', formPath)) ?? ''
  const lists = systems.map((system) => [`access/${system}.yaml`, 'members: []\n'])
  const files = {
    ...Object.fromEntries(lists),
    [formPath]: form.replace('[billing, search]', `[billing, search, ${systems.join(', ')}]`),
  }
  await sandbox.as('bob').pushCommit(repository, 'main', files, 'More systems')
}

async function merged(persons: readonly string[], systemOf: (index: number) => string, until: string) {
  const issues: number[] = []
  for (const [index, person] of persons.entries()) {
    issues.push(await access(sandbox, person, systemOf(index), until))
    // As many requests in an hour as it has calls for.
    if (index % 3 === 2) sandbox.clock.advance(hour)
  }
  sandbox.clock.advance(hour)
  return issues
}

/** Whoever looks at this issue gets no answer. @returns the issues that were looked at since it was asked for last, in their order. */
function poison(poisoned: number): () => readonly number[] {
  const looks: number[] = []
  sandbox.faults.inject(
    { kind: 'error', status: 502, landed: false },
    ({ graphql }) => {
      const number = graphql?.variables.number
      if (typeof number === 'number') looks.push(number)
      return number === poisoned
    },
    Number.POSITIVE_INFINITY,
  )
  return () => looks.splice(0)
}

/** What is told of drift, by its list of people. */
function toldDrift(): readonly string[] {
  const issues = sandbox.repository(repository).issues()
  const told = issues.find(({ labels, state }) => state === 'open' && labels.includes('issueops:drift'))
  return [...new Set(told?.body.match(/area-\d/g))].toSorted()
}

test('in a night of 30 ends, 5 drifted files and an issue that no run can read, with calls for a few of them an hour, all others end, all drift is told, nobody is left out, and what fails comes first in no two hours while others wait', async () => {
  const areas = namesOf('area', drifted)
  await withSystems(areas)
  const due = await merged(
    namesOf('person', ends),
    (index) => ['billing', 'search'][index % 2] ?? '',
    '2026-11-30',
  )
  await merged(namesOf('owner', drifted), (index) => areas[index] ?? '', '2027-12-31')
  const byHand = areas.map((area) => [`access/${area}.yaml`, 'members: []\n'])
  await sandbox.as('bob').pushCommit(repository, 'main', Object.fromEntries(byHand), 'Tidy up')
  endOfNovember(sandbox)
  const poisoned = due[ends / 2] ?? 0
  const others = due.filter((issue) => issue !== poisoned)
  const looked = poison(poisoned)
  const firsts: (number | undefined)[] = []
  const seen = new Set<number>()
  for (let left = others, hours = 0; left.length > 0 && hours < 24; hours += 1) {
    await sweep(sandbox)
    const looks = looked()
    firsts.push(looks[0])
    for (const issue of looks) seen.add(issue)
    const { ofIssue } = recordedEnds(sandbox)
    left = others.filter((issue) => ofIssue.get(issue)?.includes('merged') !== true)
    sandbox.clock.advance(hour)
  }
  const { ofIssue, findings } = recordedEnds(sandbox)
  const ended = [...ofIssue].filter(([, decisions]) => decisions.includes('merged')).map(([issue]) => issue)
  const twice = firsts.filter((first, index) => first === poisoned && firsts[index + 1] === poisoned)
  expect({
    ended: ended.toSorted((a, b) => a - b),
    neverLookedAt: due.filter((issue) => !seen.has(issue)),
    drift: toldDrift(),
    twice,
    findings,
  }).toEqual({ ended: others, neverLookedAt: [], drift: areas, twice: [], findings: [] })
  expect(firsts.length).toBeGreaterThan(2)
})
