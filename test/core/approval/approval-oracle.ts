import type { Happening, Word } from './approval-world.js'

/**
 * An oracle that knows nothing of how the toolkit decides. For one person it reads the whole history and asks the sentences of the
 * rules one by one: is there a comment of theirs that still says /approve, that nobody touched, that came after …
 */
interface Terms {
  readonly digest?: 'prefix' | 'whole'
  readonly hours?: number
  readonly requester?: 'may'
  readonly editors?: 'may'
}

interface Shape {
  readonly approval: string
  /** Whether the rules are satisfied by those who approved. */
  readonly holds: (told: Told) => boolean
}

/** What the oracle can say of the history at its end. */
interface Told {
  /** How many of some people have given an approval that counts under some terms. */
  readonly approved: (group: readonly number[], terms?: Terms) => number
  readonly platform: readonly number[]
  readonly dba: readonly number[]
  /** People whose role is seen and at least this, by its number. */
  readonly least: (role: number) => readonly number[]
  /** Somebody by number, unless it cannot be seen whose the login is, or they have no part in the repository. */
  readonly seen: (...who: readonly number[]) => readonly number[]
  /** For each touched file who owns it; nobody is an empty list. */
  readonly owners: readonly (readonly number[])[]
}

const [carol, dave, erin] = [2, 3, 4] as const

/** Every kind of rule, and by hand what it means. */
export const shapes: readonly Shape[] = [
  { approval: '[{ from: [team:platform] }]', holds: (t) => t.approved(t.platform) >= 1 },
  { approval: '[{ from: [team:platform], count: 2 }]', holds: (t) => t.approved(t.platform) >= 2 },
  {
    approval: '[{ from: [team:platform] }, { from: [team:dba] }]',
    holds: (t) => t.approved(t.platform) >= 1 && t.approved(t.dba) >= 1,
  },
  {
    approval: '[{ from: [team:dba, role:maintain, dave] }]',
    holds: (t) => t.approved([...t.dba, ...t.least(4), ...t.seen(dave)]) >= 1,
  },
  {
    approval: '[{ any: [{ from: [team:platform], count: 2 }, { from: [role:admin] }] }]',
    holds: (t) => t.approved(t.platform) >= 2 || t.approved(t.least(5)) >= 1,
  },
  {
    approval:
      '[{ all: [{ from: [role:write] }, { any: [{ from: [team:dba] }, { from: [carol, erin], count: 2 }] }] }]',
    holds: (t) =>
      t.approved(t.least(3)) >= 1 && (t.approved(t.dba) >= 1 || t.approved(t.seen(carol, erin)) >= 2),
  },
  {
    approval: '[{ from: [team:platform], require-digest: true, valid-for: 1 hour }]',
    holds: (t) => t.approved(t.platform, { digest: 'prefix', hours: 1 }) >= 1,
  },
  {
    approval: '[{ from: [team:platform], require-digest: full }]',
    holds: (t) => t.approved(t.platform, { digest: 'whole' }) >= 1,
  },
  {
    approval: '[{ from: [team:platform], not: [editors, committers] }]',
    holds: (t) => t.approved(t.platform, { requester: 'may' }) >= 1,
  },
  {
    approval: '[{ from: [team:platform], count: 2, not: [requester] }]',
    holds: (t) => t.approved(t.platform, { editors: 'may' }) >= 2,
  },
  {
    approval: '[{ from: [role:write], not: [] }, { from: [team:platform], valid-for: 2 hours }]',
    holds: (t) =>
      t.approved(t.least(3), { requester: 'may', editors: 'may' }) >= 1 &&
      t.approved(t.platform, { hours: 2 }) >= 1,
  },
  { approval: '[{ when: "true", automatic: true }]', holds: () => true },
  {
    approval: '[{ when: "true", automatic: true }, { from: [team:dba] }]',
    holds: (t) => t.approved(t.dba) >= 1,
  },
  {
    approval: '[{ from: [codeowners] }]',
    holds: (t) => t.owners.every((owners) => t.approved(owners) >= 1),
  },
  {
    approval: '[{ from: [codeowners, erin], valid-for: 1 hour }]',
    holds: (t) => t.owners.every((owners) => t.approved([...owners, ...t.seen(erin)], { hours: 1 }) >= 1),
  },
]

/** Whether the last rules of a history are satisfied at its end; `everybody` asks as if all had just given a perfect approval. */
export function oracle(history: readonly Happening[], now: number, everybody = false): boolean {
  const last = <D extends Happening['did']>(did: D) =>
    history.findLast((each): each is Extract<Happening, { did: D }> => each.did === did)
  const shape = shapes[last('rules')?.rules ?? 0]
  const platform = sees(history, 'platform') ? members(history, 'platform', [0, 1, 2]) : []
  const dba = members(history, 'dba', [3])
  const least = (role: number) =>
    [0, 1, 2, 3, 4].filter((who) => sees(history, who) && roleOf(history, who) >= role)
  const seen = (...who: readonly number[]) => least(1).filter((each) => who.includes(each))
  const approved = (group: readonly number[], terms: Terms = {}) =>
    [0, 1, 2, 3, 4].filter(
      (who) =>
        group.includes(who) &&
        mayStand(history, who, terms) &&
        (everybody || hasApproved(history, who, terms, now)),
    ).length
  const writing = (...who: readonly number[]) => least(3).filter((each) => who.includes(each))
  const owners = [
    [writing(2), writing(2)],
    [dba, writing(1, 3)],
    [writing(2), []],
    [[], []],
  ][last('owners')?.owners ?? 0]
  return shape?.holds({ approved, platform, dba, least, seen, owners: owners ?? [] }) === true
}

function members(history: readonly Happening[], team: 'platform' | 'dba', first: readonly number[]) {
  return [0, 1, 2, 3, 4].filter((who) => {
    const moved = history.findLast(
      (each) => (each.did === 'join' || each.did === 'leave') && each.who === who && each.team === team,
    )
    return moved === undefined ? first.includes(who) : moved.did === 'join'
  })
}

function roleOf(history: readonly Happening[], who: number): number {
  const given = history.findLast((each) => each.did === 'role' && each.who === who)
  return given?.did === 'role' ? given.role : ([3, 3, 3, 1, 4][who] ?? 0)
}

function sees(history: readonly Happening[], of: 'platform' | number): boolean {
  const last = history.findLast(
    (each) => (each.did === 'lose-sight' || each.did === 'see-again') && each.of === of,
  )
  return last?.did !== 'lose-sight'
}

/** Whoever filed the request stands apart from its other editors; while some editor is unknown, everybody might be one. */
function mayStand(history: readonly Happening[], who: number, terms: Terms): boolean {
  if (who === 0) return terms.requester === 'may'
  if (terms.editors === 'may') return true
  return !history.some(
    (each) => each.did === 'edit-by-ghost' || (each.did === 'edit-issue' && each.who === who),
  )
}

function hasApproved(history: readonly Happening[], who: number, terms: Terms, now: number): boolean {
  const said = history.flatMap((each, index) => (each.did === 'say' ? [{ ...each, index }] : []))
  return said.some((vote, which) => {
    if (vote.who !== who || !['bare', 'prefix', 'whole'].includes(vote.word)) return false
    if (touched(history, which)) return false
    const published = inForceSince(history)
    if (published === null || vote.at <= published) return false
    if (
      history.some(
        (each) => (each.did === 'edit-issue' || each.did === 'edit-by-ghost') && each.at >= vote.at,
      )
    )
      return false
    const about = contentAt(history.slice(0, vote.index))
    const bound = vote.word !== 'bare'
    if (bound && about !== contentAt(history)) return false
    if (terms.digest === 'whole' && vote.word !== 'whole') return false
    if (terms.digest === 'prefix' && !bound) return false
    if (terms.hours !== undefined && now - vote.at >= terms.hours * 3600) return false
    return !said.some(
      (later, place) =>
        place > which &&
        later.who === who &&
        isUnedited(history, place) &&
        speaks(history, place) === 'unapprove',
    )
  })
}

/** An edited comment takes nothing back. */
function isUnedited(history: readonly Happening[], which: number): boolean {
  return !history.some(
    (each, index) => each.did === 'rewrite' && each.which === which && existed(history, index, which),
  )
}

/** Whether anything ever happened to a comment. */
function touched(history: readonly Happening[], which: number): boolean {
  return history.some(
    (each, index) => 'which' in each && each.which === which && existed(history, index, which),
  )
}

function existed(history: readonly Happening[], index: number, which: number): boolean {
  return history.slice(0, index).filter((each) => each.did === 'say').length > which
}

/** What a comment says at the end, or null when it is gone. */
function speaks(history: readonly Happening[], which: number): Word | null {
  const own = history.filter(
    (each, index) => 'which' in each && each.which === which && existed(history, index, which),
  )
  if (own.some((each) => each.did === 'delete')) return null
  const rewritten = own.findLast((each) => each.did === 'rewrite')
  if (rewritten?.did === 'rewrite') return rewritten.word
  const first = history.filter((each) => each.did === 'say')[which]
  return first?.did === 'say' ? first.word : null
}

function contentAt(history: readonly Happening[]): number {
  const change = history.findLast((each) => each.did === 'edit-issue' || each.did === 'replan')
  return change !== undefined && 'content' in change ? change.content : 0
}

/** Since when the plan in force is the last one published, or null. */
function inForceSince(history: readonly Happening[]): number | null {
  const index = history.findLastIndex((each) => each.did === 'publish')
  const published = history[index]
  if (published === undefined) return null
  return contentAt(history.slice(0, index)) === contentAt(history) ? published.at : null
}
