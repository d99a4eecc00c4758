import { expect, test } from 'vitest'
import { stageAsked, toTakeBack } from '../../../src/core/decide/wished-stage.js'
import { ownStanding } from '../../../src/core/ledger/own-standing.js'
import { asked, type Chapter, life, promoted, takenBack } from '../ledger/staged.js'
import { typeOf } from './staged-types.js'

const dev: Chapter = { cause: asked, stage: 'dev' }
const live: Chapter = { cause: promoted('live'), stage: 'live' }
const world: Chapter = { cause: promoted('world', 31), stage: 'world' }

/** What a /promote begins, or why nothing. */
function promotes(
  named: string | null,
  kind: Parameters<typeof typeOf>[0],
  ...chapters: readonly Chapter[]
): string {
  const found = stageAsked(named, life(...chapters), typeOf(kind))
  return typeof found === 'string' ? found : found.what
}

test('/promote begins the next stage, whether it names it or not', () => {
  expect(promotes(null, 'at once', dev)).toBe('live')
  expect(promotes('live', 'at once', dev)).toBe('live')
})

test('no stage is skipped or done twice', () => {
  const told = (last: string, next: string) =>
    `The stage after ${last} is ${next}, and no stage is skipped or done twice.`
  expect(promotes('world', 'at once', dev)).toBe(told('dev', 'live'))
  expect(promotes('dev', 'at once', dev)).toBe(told('dev', 'live'))
  expect(promotes('live', 'at once', dev, live)).toBe(told('live', 'world'))
})

test('nobody goes on before a stage has arrived, or after it has failed', () => {
  expect(promotes(null, 'once reached', dev)).toBe(
    'Nobody has said yet that this request has arrived in dev, and live comes after that.',
  )
  expect(promotes(null, 'once reached', { ...dev, outcomes: ['failed'] })).toBe(
    'This request has failed in dev, so it does not go on to live.',
  )
})

test('where nothing comes next, /promote is told why', () => {
  expect(promotes(null, 'at once', dev, live, world)).toBe('This request is in its last stage, world.')
  expect(promotes(null, 'at once', dev, { cause: takenBack('dev') })).toBe(
    'Nothing of this request is in force in any stage, so there is none to go on from.',
  )
  // By the order of its type the request would come back to where it is already.
  const turned = [
    { ...dev, stage: 'live' },
    { cause: promoted('dev'), stage: 'dev' },
  ] as const
  expect(promotes(null, 'at once', ...turned)).toBe(
    'By .github/issueops/rollout.yml as it stands now, what comes after dev is a stage in which this request is already, and no stage is done twice.',
  )
  expect(promotes(null, 'without stages', { cause: asked })).toBe(
    'Requests of this kind have no stages, so there is none to go on to.',
  )
  expect(promotes(null, 'without stages', dev)).toBe(
    '.github/issueops/rollout.yml is gone, broken, or does not have the stage dev any more, so nobody can tell which one comes after it.',
  )
})

/** What a /rollback with these words takes back, or why nothing. */
function takes(words: string | null, ...chapters: readonly Chapter[]) {
  const records = life(...chapters)
  const standing = ownStanding(records)
  if (standing === null) throw new Error('nothing is in force')
  const found = toTakeBack(words, standing, records, typeOf('at once'))
  return 'what' in found ? found.what : found
}

test('a stage is taken back after those that came later', () => {
  expect(takes('world', dev, live, world)).toEqual({ stages: { stage: 'world' }, reason: null })
  expect(takes('live carts are empty', dev, live, world)).toEqual({
    stages: { stage: 'world', downTo: 'live' },
    reason: 'carts are empty',
  })
})

test('of several stages the one that is meant has to be named', () => {
  const unclear =
    'This request is in force in several stages: dev, live. The command does not say which of them is to be taken back.'
  expect(takes(null, dev, live)).toBe(unclear)
  expect(takes('carts are empty', dev, live)).toBe(unclear)
})

test('whoever names a stage in which nothing is in force means no other one, however the word is written', () => {
  const nothing = (stage: string, others: string) =>
    `Nothing of this request is in force in ${stage}, so nothing is taken back there. It is in force in ${others}.`
  expect(takes('world', dev, live)).toBe(nothing('world', 'dev, live'))
  for (const word of ['live', 'Live', 'live,', '(live)', '*live*:', 'live’s'])
    expect(takes(`${word} carts are empty`, dev)).toBe(nothing('live', 'dev'))
  const dressed = [
    '“live”',
    '«live»',
    '[live]',
    '@live',
    '~~live~~',
    '— live',
    'live–',
    'live\u200b',
    'li\u00adve',
    'ｌｉｖｅ',
    'lіve',
  ]
  for (const word of dressed) {
    expect(takes(`${word} carts are empty`, dev)).toBe(nothing('live', 'dev'))
    expect(takes(`${word} carts are empty`, dev, live)).toEqual({
      stages: { stage: 'live' },
      reason: 'carts are empty',
    })
  }
  for (const word of ['stage:live', 'live/carts', 'live->dev', '<b>live</b>', '<!-- now --> live'])
    expect(takes(`${word} carts are empty`, dev)).toBe(nothing('live', 'dev'))
  expect(takes('live', dev, live, { cause: takenBack('live') })).toBe(nothing('live', 'dev'))
  const test: Chapter = { cause: promoted('test'), stage: 'test' }
  expect(takes('test', dev, test, { cause: takenBack('test') })).toBe(nothing('test', 'dev'))
  expect(takes('Live: carts are empty', dev, live)).toEqual({
    stages: { stage: 'live' },
    reason: 'carts are empty',
  })
})

test('a name that begins like another one, or looks like it, is its own', () => {
  const stages = ['prod', 'prod-eu', 'prod-e1', 'prod-el'].map(
    (stage, index): Chapter => ({ cause: index === 0 ? asked : promoted(stage, 30 + index), stage }),
  )
  for (const [word, stage] of [
    ['prod', 'prod'],
    ['prod:', 'prod'],
    ['prod-eu', 'prod-eu'],
    ['prod_eu', 'prod-eu'],
    ['prod\u2011eu', 'prod-eu'],
    ['prod-e1', 'prod-e1'],
    ['prod-el', 'prod-el'],
  ] as const)
    expect(takes(`${word} it fails`, ...stages)).toMatchObject({
      stages: stage === 'prod-el' ? { stage } : { stage: 'prod-el', downTo: stage },
      reason: 'it fails',
    })
})

test('where a word names several stages, nobody can tell which one is meant', () => {
  expect(takes('live->dev', dev, live)).toBe(
    'This request is in force in several stages: dev, live. The command does not say which of them is to be taken back.',
  )
  expect(takes('stage:live it fails', dev, live)).toEqual({
    stages: { stage: 'live' },
    reason: 'stage:live it fails',
  })
})

test('a long word costs no time', () => {
  const word = `${'!'.repeat(60_000)}a${'!'.repeat(5000)}`
  const before = performance.now()
  expect(takes(word, dev)).toEqual({ stages: { stage: 'dev' }, reason: word })
  expect(performance.now() - before).toBeLessThan(200)
})

test('where there is one stage, or none, all words are the reason', () => {
  expect(takes('carts are empty', dev)).toEqual({ stages: { stage: 'dev' }, reason: 'carts are empty' })
  expect(takes('dev', { cause: asked })).toEqual({ stages: {}, reason: 'dev' })
})
