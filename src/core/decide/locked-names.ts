import { type Lock, type Locked, lockedText, sameLocked } from '../../model/lock.js'
import type { Refusal } from '../approval/refuse-vote.js'
import type { ReadPolicy } from '../request-type/read-policy.js'
import { closestName } from '../text/closest-name.js'

/** Most names told in one sentence. */
const namedMax = 10

/**
 * What somebody means who locks this: everything, a type, or a stage of one, which may be named alone where only one type has it. A type that
 * cannot be used just now can be locked all the same.
 */
export function namedByLock(
  name: string,
  policy: Pick<ReadPolicy, 'candidates' | 'broken'>,
): Locked | Refusal {
  const choices = choicesOf(policy)
  return chosen(name, choices, {
    none:
      name === ''
        ? '/lock has to say what it holds.'
        : `There is no request type and no stage called “${name}”, so nothing was locked.`,
    several: `“${name}” may be several things, so nothing was locked.`,
    how: 'Write a new comment with one of these behind /lock, and the reason:',
    choices,
  })
}

/** What somebody means who lifts a lock: one of those in force. */
export function namedByUnlock(name: string, locks: readonly Lock[]): Locked | Refusal {
  const choices = locks.map(({ of }) => of)
  return chosen(name, choices, {
    none: name === '' ? '/unlock has to say what it lifts.' : `Nothing called “${name}” is locked.`,
    several: `“${name}” may be several locks, so none was lifted.`,
    how:
      choices.length === 0
        ? 'Nothing has to be done: no lock is in force.'
        : 'Write a new comment with one of these behind /unlock:',
    choices,
  })
}

function choicesOf({ candidates, broken }: Pick<ReadPolicy, 'candidates' | 'broken'>): readonly Locked[] {
  const types = [...candidates.map(({ type }) => type.name), ...broken.map(({ path }) => nameOf(path))]
  const stages = candidates.flatMap(({ type: { name, stages = [] } }) =>
    stages.map((stage): Locked => ({ kind: 'stage', type: name, stage: stage.name })),
  )
  return [{ kind: 'all' }, ...types.map((type): Locked => ({ kind: 'type', type })), ...stages]
}

/** The name of a request type by its file. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')
}

interface Words {
  readonly none: string
  readonly several: string
  readonly how: string
  readonly choices: readonly Locked[]
}

function chosen(name: string, choices: readonly Locked[], words: Words): Locked | Refusal {
  const wanted = name === 'everything' ? 'all' : name
  const exact = distinct(choices.filter((each) => lockedText(each).toLowerCase() === wanted))
  const alone = distinct(
    choices.filter((each) => each.kind === 'stage' && each.stage.toLowerCase() === wanted),
  )
  // The word for everything is no name: what it says holds whatever else is called like that.
  const found = wanted === 'all' ? exact.filter(({ kind }) => kind === 'all') : [...exact, ...alone]
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const told = found.length > 1 ? found : distinct(words.choices)
  const near = found.length === 0 && name !== '' ? closestName(name, told.map(lockedText)) : null
  const meant = near === null ? '' : `Did you mean ${near}? `
  return {
    code: 'command/bad-argument',
    what: found.length > 1 ? words.several : words.none,
    fix: `${meant}${words.how}${told.length === 0 ? '' : ` ${listed(told)}.`}`,
  }
}

function distinct(of: readonly Locked[]): readonly Locked[] {
  return of.filter((each, index) => !of.slice(0, index).some((other) => sameLocked(each, other)))
}

function listed(of: readonly Locked[]): string {
  const names = of.slice(0, namedMax).map(lockedText)
  return [...names, ...(of.length > namedMax ? [`and ${of.length - namedMax} more`] : [])].join(', ')
}
