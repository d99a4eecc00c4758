import { describe, expect, test } from 'vitest'
import { asWaitedFor, judgeOutcome } from '../../../src/core/decide/judge-outcome.js'
import { asked, branch, clock, told } from './told-outcome.js'

const apps = 'kustomization/apps/1'
const infra = 'kustomization/infra/1'

/** What is said of the merge of 12:00, for which half an hour is given. */
function judged(lines: string, at: string, ...by: readonly string[]) {
  const { commits, merge } = branch(lines)
  const expected = { by: by.map(asked), within: 1800 }
  return told(
    judgeOutcome({ commits, merge: { commit: merge, at: clock('12:00') }, expected, now: clock(at) }),
  )
}

test('what was begun before the merge says nothing of its commit, or of a later one, whenever it ends', () => {
  const { commits, merge } = branch(`merge ${apps} success 12:03\nlater ${apps} success 12:04`)
  const judgedWith = (began: string) =>
    judgeOutcome({
      commits: commits.map((each) => ({
        ...each,
        signals: each.signals.map((signal) => ({ ...signal, begun: clock(began) })),
      })),
      merge: { commit: merge, at: clock('12:00') },
      expected: { by: [asked(`status ${apps} flux`)], within: 1800 },
      now: clock('12:10'),
    }).kind
  expect([judgedWith('11:59'), judgedWith('12:00')]).toEqual(['waiting', 'reached'])
})

describe('what was merged has arrived', () => {
  test('once its commit has the success that is waited for', () => {
    expect(judged(`merge ${apps} success 12:03`, '12:04', `status ${apps} flux`)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:03`],
    })
  })

  test('once a later commit succeeds, which contains it, also where its own was passed over or failed', () => {
    const later = `later ${apps} success 12:09`
    expect(judged(`merge\n${later}`, '12:10', `status ${apps} flux`)).toEqual({
      kind: 'reached',
      signals: [later],
    })
    expect(judged(`merge ${apps} failure 12:03\n${later}`, '12:10', `status ${apps} flux`)).toEqual({
      kind: 'reached',
      signals: [later],
    })
  })

  test('also where a later commit fails after it: that is not its fault, whenever somebody looks', () => {
    const story = `merge ${apps} success 12:03\nlater ${apps} failure 12:08`
    for (const at of ['12:10', '13:00'])
      expect(judged(story, at, `status ${apps} flux`)).toEqual({
        kind: 'reached',
        signals: [`merge ${apps} success 12:03`],
      })
  })

  test('where a failure was said of its commit after a later commit had succeeded', () => {
    const story = `merge ${apps} failure 12:20\nlater ${apps} success 12:08`
    expect(judged(story, '12:40', `status ${apps} flux`)).toEqual({
      kind: 'reached',
      signals: [`later ${apps} success 12:08`],
    })
  })

  test('only once all that is waited for has succeeded, each with any commit that contains it', () => {
    const story = `merge ${apps} success 12:03\nlater ${apps} failure 12:08\nlater smoke success 12:09`
    expect(judged(story, '12:10', `status ${apps} flux`, 'status smoke flux')).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:03`, 'later smoke success 12:09'],
    })
    expect(judged(story, '12:10', `status ${apps} flux`, 'status other flux')).toEqual({
      kind: 'waiting',
      missing: ['status other flux'],
      failing: [],
    })
  })

  test('later than its time too: what was missing has come', () => {
    expect(judged(`merge ${apps} success 14:00`, '14:01', `status ${apps} flux`)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 14:00`],
    })
  })

  test('told once where two of the names that are waited for are the same signal', () => {
    expect(
      judged(`merge ${apps} success 12:03`, '12:04', `status ${apps} flux`, 'status kustomization/** flux'),
    ).toEqual({ kind: 'reached', signals: [`merge ${apps} success 12:03`] })
  })

  test('never where nothing is waited for', () => {
    expect(judged(`merge ${apps} success 12:03`, '12:04')).toEqual({
      kind: 'waiting',
      missing: [],
      failing: [],
    })
  })
})

describe('what counts as a word on it', () => {
  const waits = { kind: 'waiting', missing: [`status ${apps} flux`], failing: [] }

  test.each([
    ['another app under the same name', `merge ${apps} success 12:03 by mallory`],
    ['an account that is gone', `merge ${apps} success 12:03 by `],
    ['the same app under another name', `merge ${infra} success 12:03`],
    ['the same name as a check', `merge ${apps} success 12:03 by flux as check`],
    ['a success on the commit before', `parent ${apps} success 12:03\nmerge`],
    ['a success on its commit from before it was merged, as in a merge queue', `merge ${apps} success 11:59`],
    ['a success on a later commit from before the merge', `merge\nlater ${apps} success 11:59`],
    ['a success that is dated more than a minute ahead', `merge ${apps} success 12:12`],
    ['something still under way', `merge ${apps} pending 12:03`],
  ])('not %s', (_, story) => {
    expect(judged(story, '12:10', `status ${apps} flux`)).toEqual(waits)
  })

  test('a success within the second of the merge, by the app in any case of its letters', () => {
    expect(judged(`merge ${apps} success 12:00 by Flux`, '12:10', `status ${apps} flux`)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:00 by Flux`],
    })
  })

  test('a success that is dated a minute ahead: clocks differ', () => {
    expect(judged(`merge ${apps} success 12:11`, '12:10', `status ${apps} flux`)).toMatchObject({
      kind: 'reached',
    })
  })

  test('the last one on the same commit: a re-run that fails takes a success back, and the other way round', () => {
    const failed = `merge ${apps} success 12:03\nmerge ${apps} failure 12:09`
    expect(judged(failed, '12:10', `status ${apps} flux`)).toEqual({
      ...waits,
      failing: [`merge ${apps} failure 12:09`],
    })
    const mended = `merge ${apps} success 12:09\nmerge ${apps} failure 12:03`
    expect(judged(mended, '12:10', `status ${apps} flux`)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:09`],
    })
  })

  test('a re-run that is under way takes a failure back', () => {
    const story = `merge ${apps} failure 12:03\nmerge ${apps} pending 12:09`
    expect(judged(story, '12:10', `status ${apps} flux`)).toEqual(waits)
  })

  test.each([
    ['success', 'failure'],
    ['failure', 'success'],
  ])('of two in the same second the worse one: %s and %s', (one, other) => {
    const story = `merge ${apps} ${one} 12:03\nmerge ${apps} ${other} 12:03`
    expect(judged(story, '12:10', `status ${apps} flux`)).toEqual({
      ...waits,
      failing: [`merge ${apps} failure 12:03`],
    })
  })

  test('nothing, where the branch was not read as far as the merge', () => {
    const story = `later ${apps} success 12:03\nlast ${apps} failure 12:09`
    expect(judged(story, '12:10', `status ${apps} flux`)).toEqual(waits)
    expect(judged(story, '12:30', `status ${apps} flux`)).toEqual({
      kind: 'silent',
      missing: [`status ${apps} flux`],
      pending: [],
    })
  })
})

test('for people who may not see where it was said, signals have the names that are waited for, and lead nowhere', () => {
  const { commits } = branch(`merge ${apps} success 12:03\nmerge smoke success 12:04`)
  const [first, second] = commits.flatMap(({ signals }) => signals)
  if (first === undefined || second === undefined) throw new Error('two signals')
  const url = 'https://ci.acme.internal/7'
  const by = ['status kustomization/** flux', 'status smoke flux'].map(asked)
  expect(asWaitedFor([{ ...first, url }, second], by)).toEqual([
    { ...first, name: 'kustomization/**' },
    second,
  ])
})

describe('a glob', () => {
  const every = 'status kustomization/** flux'

  test('stands for parts of a name between two slashes', () => {
    const story = `merge ${apps} success 12:03`
    expect(judged(story, '12:04', 'status kustomization/apps/* flux')).toEqual({
      kind: 'reached',
      signals: [story],
    })
    expect(judged(story, '12:04', 'status kustomization/* flux')).toMatchObject({ kind: 'waiting' })
  })

  test('waits for all who have spoken: one of them fails', () => {
    const story = `merge ${apps} success 12:03\nmerge ${infra} failure 12:04`
    expect(judged(story, '12:10', every)).toEqual({
      kind: 'waiting',
      missing: [every],
      failing: [`merge ${infra} failure 12:04`],
    })
  })

  test('waits for those who spoke before the merge, while there is time', () => {
    const story = `parent ${apps} success 11:50\nparent ${infra} success 11:51\nmerge ${apps} success 12:03`
    expect(judged(story, '12:29', every)).toEqual({ kind: 'waiting', missing: [every], failing: [] })
    expect(judged(`${story}\nlater ${infra} success 12:20`, '12:29', every)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:03`, `later ${infra} success 12:20`],
    })
    expect(judged(story, '12:30', every)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:03`],
    })
  })

  test('does not wait for those who had fallen silent before the merge', () => {
    const story = `old ${infra} success 11:00\nparent ${apps} success 11:50\nmerge ${apps} success 12:03`
    expect(judged(story, '12:04', every)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:03`],
    })
  })

  test('does not wait for somebody who speaks first with a later commit, once it had arrived with those before', () => {
    const story = `merge ${apps} success 12:03\nlater ${infra} failure 12:08`
    expect(judged(story, '12:40', every)).toEqual({
      kind: 'reached',
      signals: [`merge ${apps} success 12:03`],
    })
  })

  test('waits for somebody new who speaks before the others have succeeded', () => {
    const story = `parent ${apps} success 11:50\nmerge\nlater ${apps} success 12:08\nlater ${infra} failure 12:08`
    expect(judged(story, '12:10', every)).toEqual({
      kind: 'waiting',
      missing: [every],
      failing: [`later ${infra} failure 12:08`],
    })
  })
})

describe('a failure', () => {
  const flux = `status ${apps} flux`
  const story = `parent ${apps} success 11:50\nmerge ${apps} failure 12:03`

  test('has to last until the time is over', () => {
    expect(judged(story, '12:29', flux)).toEqual({
      kind: 'waiting',
      missing: [flux],
      failing: [`merge ${apps} failure 12:03`],
    })
    expect(judged(story, '12:30', flux)).toEqual({
      kind: 'failed',
      signals: [`merge ${apps} failure 12:03`],
    })
  })

  test('is told as it was first said, however many commits fail after it', () => {
    expect(judged(`${story}\nlater ${apps} failure 12:08`, '12:30', flux)).toEqual({
      kind: 'failed',
      signals: [`merge ${apps} failure 12:03`],
    })
  })

  test('is not over because something later is under way', () => {
    expect(judged(`${story}\nlater ${apps} pending 12:29`, '12:30', flux)).toEqual({
      kind: 'failed',
      signals: [`merge ${apps} failure 12:03`],
    })
  })

  test.each([
    [
      'a commit before it of which nothing was said',
      `parent ${apps} success 11:50\nunheard\nmerge ${apps} failure 12:03`,
      ['unheard', 'merge'],
      'parent',
    ],
    [
      'a commit after it, with which it was said first',
      `parent ${apps} success 11:50\nmerge\nlater ${apps} failure 12:08\nlast ${apps} failure 12:09`,
      ['merge', 'later'],
      'parent',
    ],
    [
      'a commit after it, as its own was still under way',
      `parent ${apps} success 11:50\nmerge ${apps} pending 12:03\nlater ${apps} failure 12:08`,
      ['merge', 'later'],
      'parent',
    ],
    [
      'a commit before it that failed already',
      `old ${apps} success 11:40\nparent ${apps} failure 11:50\nmerge ${apps} failure 12:03`,
      ['parent'],
      'old',
    ],
    [
      'what went before, of which no success is known',
      `parent\nmerge ${apps} failure 12:03`,
      ['merge'],
      null,
    ],
    [
      'what went before, which was not read',
      `merge ${apps} failure 12:03\nlater ${apps} failure 12:08`,
      ['merge'],
      null,
    ],
    [
      'itself, of a commit after it or of what went before, of which no success is known',
      `merge\nlater ${apps} failure 12:08`,
      ['merge', 'later'],
      null,
    ],
    [
      'what went before and failed, of which no success is known',
      `parent ${apps} failure 11:50\nmerge ${apps} failure 12:03`,
      ['parent'],
      null,
    ],
  ])('is not blamed on the merge where it may be the fault of %s', (_, lines, commits, since) => {
    const first = lines.split('\n').find((line) => line.includes('failure 12:'))
    expect(judged(lines, '12:30', flux)).toEqual({ kind: 'one-of', signals: [first], commits, since })
  })

  test('of several, those count that only the merge can have caused', () => {
    const lines = [
      `parent ${apps} success 11:50`,
      `merge ${apps} failure 12:03`,
      `merge ${infra} failure 12:04`,
    ].join('\n')
    expect(judged(lines, '12:30', 'status kustomization/** flux')).toEqual({
      kind: 'failed',
      signals: [`merge ${apps} failure 12:03`],
    })
  })

  test('of several that nobody can tell, all their commits are named, from the oldest success on', () => {
    const lines = [
      `old ${infra} success 11:40`,
      `parent ${apps} success 11:50`,
      'merge',
      `later ${apps} failure 12:08`,
      `later ${infra} failure 12:09`,
    ].join('\n')
    expect(judged(lines, '12:30', 'status kustomization/** flux')).toEqual({
      kind: 'one-of',
      signals: [`later ${apps} failure 12:08`, `later ${infra} failure 12:09`],
      commits: ['parent', 'merge', 'later'],
      since: 'old',
    })
  })

  test('that is over is not told any more, though others of the glob fail', () => {
    const lines = [
      `merge ${apps} failure 12:03`,
      `later ${apps} success 12:08`,
      `later ${infra} failure 12:09`,
    ].join('\n')
    expect(judged(lines, '12:29', 'status kustomization/** flux')).toEqual({
      kind: 'waiting',
      missing: ['status kustomization/** flux'],
      failing: [`later ${infra} failure 12:09`],
    })
  })

  test('stands beside what is missing, and goes before it', () => {
    expect(judged(story, '12:30', flux, 'status smoke flux')).toMatchObject({ kind: 'failed' })
    expect(judged(story, '12:29', flux, 'status smoke flux')).toEqual({
      kind: 'waiting',
      missing: [flux, 'status smoke flux'],
      failing: [`merge ${apps} failure 12:03`],
    })
  })
})

describe('where nobody says anything', () => {
  test('it is waited until the time is over, and then it is said', () => {
    expect(judged('parent\nmerge', '12:29', `status ${apps} flux`)).toMatchObject({ kind: 'waiting' })
    expect(judged('parent\nmerge', '12:30', `status ${apps} flux`)).toEqual({
      kind: 'silent',
      missing: [`status ${apps} flux`],
      pending: [],
    })
  })

  test('it is said as well what is still under way', () => {
    const story = `merge ${apps} pending 12:03\nlater ${apps} pending 12:09\nlater smoke success 12:09`
    expect(judged(story, '13:00', `status ${apps} flux`, 'status smoke flux')).toEqual({
      kind: 'silent',
      missing: [`status ${apps} flux`],
      pending: [`merge ${apps} pending 12:03`],
    })
  })
})
