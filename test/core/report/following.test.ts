import { expect, test } from 'vitest'
import { finalStatus } from '../../../src/core/report/final-status.js'
import type { Following } from '../../../src/core/report/following.js'
import { rollBack } from '../../../src/core/report/next-step.js'
import { markdown } from '../../../src/core/text/markdown.js'
import { type Cause, type FinalRecord, isFinal, type Predicate } from '../../../src/model/record.js'
import { bob, carol, merge, plan, record } from '../ledger/forged.js'

const promoted: Cause = { kind: 'stage', stage: 'production', comment: 12, by: carol, reason: null }
const backFrom: Cause = { kind: 'taken-back', stage: 'production', comment: 13, by: bob, reason: null }
const staging = { plan: { ...plan, stage: 'staging' } }
const production = { cause: promoted, chapter: 2, plan: { ...plan, stage: 'production' } }

function end(
  decision: 'merged' | 'failed' | 'unchanged' | 'rejected',
  more: Partial<Predicate>,
): FinalRecord {
  const found = record(3, decision, more)
  if (!isFinal(found)) throw new Error('the record is final')
  return found
}

const inStaging: Following = {
  stage: 'staging',
  arrival: null,
  outcome: null,
  next: { stage: 'production', by: 'promote', waits: true },
  lost: null,
  line: [
    { name: 'dev', at: 'done' },
    { name: 'staging', at: 'done' },
    { name: 'production', at: 'to-come' },
  ],
  inForce: ['dev', 'staging'],
  review: null,
  organization: 'acme',
}
const ofProduction: Following = {
  ...inStaging,
  stage: 'production',
  next: null,
  line: [
    { name: 'staging', at: 'reached' },
    { name: 'production', at: 'reached' },
  ],
  inForce: ['staging', 'production'],
}
/** Of a type that waits for something and has no stages. */
const alone: Following = {
  stage: null,
  arrival: 'awaited',
  outcome: null,
  next: null,
  lost: null,
  line: [],
  inForce: [],
  review: null,
  organization: 'acme',
}

const landed = 'Pull request #43 is merged into `main` as `000000000000`, approved by `bob`.'
const table = '| File | Change |\n| --- | --- |\n| `clusters/dev/a.yaml` | new file |'

/** The paragraphs before the files. */
function told(found: FinalRecord, following: Following | null): readonly string[] {
  const paragraphs = finalStatus(found, [], following).source.split('\n\n')
  return paragraphs.filter((each) => each !== table && !each.startsWith('<sub>Plan'))
}

test('a merged stage says into which it was merged, where the others are, who begins the next, and how it is taken back', () => {
  expect(told(end('merged', staging), inStaging)).toEqual([
    '### ✅ Kubernetes namespace: merged into staging',
    landed,
    '**Next:** to go on to production, comment `/promote`, as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it.',
    '**Stages:** dev ✅ · staging ✅ · production',
    '<sub>To take a stage back, comment `/rollback staging` or `/rollback dev` with the reason; the stages after it are taken back first.</sub>',
  ])
})

test('where one stage is in force, the way back needs no name', () => {
  expect(told(end('merged', staging), { ...inStaging, inForce: ['staging'] }).at(-1)).toBe(
    '<sub>To take it back, comment `/rollback` with the reason.</sub>',
  )
})

test('while it is waited for, the state is told, and what was said so far', () => {
  const outcome = markdown`Flux has said nothing yet.`
  const line = [
    { name: 'staging', at: 'here' },
    { name: 'production', at: 'to-come' },
  ] as const
  const awaited: Following = { ...inStaging, arrival: 'awaited', outcome, line, inForce: ['staging'] }
  expect(told(end('merged', staging), awaited)).toEqual([
    '### ⏳ Kubernetes namespace: merged into staging',
    landed,
    '**Next:** nobody has to act before it has arrived; to go on to production then, comment `/promote`, as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it.',
    '**Stages:** staging ⏳ · production',
    'Flux has said nothing yet.',
    '<sub>To take it back, comment `/rollback` with the reason.</sub>',
  ])
  const next = { stage: 'production', by: 'itself', waits: true } as const
  expect(told(end('merged', staging), { ...awaited, next })[2]).toBe(
    '**Next:** nobody has to act; it goes on to production by itself once it has arrived.',
  )
})

test('a stage that would begin by itself says on a closed issue how it begins, and whether it waits', () => {
  const next = { stage: 'production', by: 'reopening', waits: true } as const
  const awaited: Following = { ...inStaging, arrival: 'awaited', next }
  expect(told(end('merged', staging), awaited)[2]).toBe(
    '**Next:** nobody has to act before it has arrived; to go on to production then, reopen this issue or comment `/promote`, as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it.',
  )
  expect(told(end('merged', staging), { ...awaited, next: { ...next, waits: false } })[2]).toBe(
    '**Next:** to go on to production, reopen this issue or comment `/promote`, as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it.',
  )
})

test('where the request type has lost the stage, a maintainer is asked to look, and nothing is called done', () => {
  const lost: Following = { ...inStaging, next: null, line: [], lost: '.github/issueops/release.yml' }
  expect(told(end('merged', staging), lost).slice(0, 3)).toEqual([
    '### ✅ Kubernetes namespace: merged into staging',
    landed,
    '**Next:** a maintainer has to look at `.github/issueops/release.yml`: it is gone or broken, or its stages are others or in another order, so that nobody can tell which stage comes next.',
  ])
})

test('what has arrived in the last stage leaves nothing to do', () => {
  const reached: Following = { ...ofProduction, arrival: 'reached', outcome: markdown`Flux: success.` }
  expect(told(end('merged', production), reached)).toEqual([
    '### ✅ Kubernetes namespace: has arrived in production',
    `${landed} Nothing is left to do.`,
    '**Stages:** staging ✅ · production ✅',
    'Flux: success.',
    '<sub>To take a stage back, comment `/rollback production` or `/rollback staging` with the reason; the stages after it are taken back first.</sub>',
  ])
})

test('so does a last stage of which nothing is waited for', () => {
  expect(told(end('merged', production), ofProduction).slice(0, 2)).toEqual([
    '### ✅ Kubernetes namespace: merged into production',
    `${landed} Nothing is left to do.`,
  ])
})

test('what arrives goes on by itself where its stage says so', () => {
  const next = { stage: 'production', by: 'itself', waits: false } as const
  const reached: Following = { ...inStaging, arrival: 'reached', next }
  expect(told(end('merged', staging), reached).slice(0, 3)).toEqual([
    '### ✅ Kubernetes namespace: has arrived in staging',
    landed,
    '**Next:** nobody has to act; it goes on to production by itself.',
  ])
})

test('what did not work is told first with the way back, and that it goes no further', () => {
  const outcome = markdown`Flux: failure.`
  const line = [
    { name: 'dev', at: 'reached' },
    { name: 'staging', at: 'failed' },
    { name: 'production', at: 'to-come' },
  ] as const
  expect(told(end('merged', staging), { ...inStaging, arrival: 'failed', outcome, line })).toEqual([
    '### ❌ Kubernetes namespace: merged into staging, and did not work there',
    landed,
    '**Next:** a maintainer has to look at it: either have it put right, or comment `/rollback staging` with the reason to take it back. It does not go on to production before it has arrived.',
    '**Stages:** dev ✅ · staging ❌ · production',
    'Flux: failure.',
    '<sub>To take a stage back, comment `/rollback staging` or `/rollback dev` with the reason; the stages after it are taken back first.</sub>',
  ])
})

test('where nobody can say whether it works, somebody is asked to look, and it goes no further', () => {
  const unclear: Following = { ...inStaging, arrival: 'unclear', outcome: markdown`Nobody has said it.` }
  expect(told(end('merged', staging), unclear).slice(0, 3)).toEqual([
    '### ⚠️ Kubernetes namespace: merged into staging, and nobody knows whether it works',
    landed,
    '**Next:** somebody has to look whether it works, the requester or a maintainer; if it does not, comment `/rollback staging` with the reason to take it back. It does not go on to production before it has arrived.',
  ])
})

test.each([
  ['awaited', '⏳ Kubernetes namespace: merged', 'nobody has to act; the toolkit looks whether it arrives.'],
  ['reached', '✅ Kubernetes namespace: has arrived', null],
  [
    'failed',
    '❌ Kubernetes namespace: merged, and did not work',
    'a maintainer has to look at it: either have it put right, or comment `/rollback` with the reason to take it back.',
  ],
] as const)('of a request without stages the same is told (%s)', (arrival, heading, next) => {
  const [first, second, third] = told(end('merged', {}), { ...alone, arrival })
  expect(first).toBe(`### ${heading}`)
  expect(second).toBe(next === null ? `${landed} Nothing is left to do.` : landed)
  expect(third).toBe(
    next === null ? '<sub>To take it back, comment `/rollback` with the reason.</sub>' : `**Next:** ${next}`,
  )
})

test('a record of what became of a merge says nothing of who had approved it', () => {
  const became = (decision: 'reached' | 'failed') => {
    const found = record(4, decision, { ...staging, merge, outcome: { signals: [] } })
    if (!isFinal(found)) throw new Error('the record is final')
    return told(found, { ...inStaging, arrival: decision }).slice(0, 2)
  }
  const landing = 'Pull request #43 is merged into `main` as `000000000000`.'
  expect(became('reached')).toEqual(['### ✅ Kubernetes namespace: has arrived in staging', landing])
  expect(became('failed')).toEqual([
    '### ❌ Kubernetes namespace: merged into staging, and did not work there',
    landing,
  ])
})

test('a stage that is declined leaves what was merged before, and can be asked for again', () => {
  const declined = end('rejected', { ...production, evidence: record(2, 'approved').predicate.evidence })
  expect(told(declined, inStaging).slice(0, 4)).toEqual([
    '### 🚫 Kubernetes namespace: not carried on to production',
    'Declined by `bob`. What was merged stays as it is.',
    '**Next:** to go on to production, comment `/promote`, as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it.',
    '**Stages:** dev ✅ · staging ✅ · production',
  ])
})

test('a stage that has nothing to change says so, and what comes next', () => {
  expect(told(end('unchanged', staging), inStaging).slice(0, 3)).toEqual([
    '### ✅ Kubernetes namespace (staging): already as requested',
    'The manifests already say what this request asks for, so there is nothing to change.',
    '**Next:** to go on to production, comment `/promote`, as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it.',
  ])
})

const asBefore =
  'Pull request #43 is merged into `main` as `000000000000`, approved by `bob`: what this request had changed in production says again what stood there before, except where other requests have written since.'

test('a stage that was taken back is named, and the others stay where they are', () => {
  const line = [
    { name: 'staging', at: 'done' },
    { name: 'production', at: 'taken-back' },
  ] as const
  expect(told(end('merged', { cause: backFrom, chapter: 3 }), { ...inStaging, line })).toEqual([
    '### ↩️ Kubernetes namespace: taken back from production',
    asBefore,
    '**Next:** to go on to production, comment `/promote`, as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it.',
    '**Stages:** staging ✅ · production ↩️',
  ])
})

test('a command that goes further down says which stage is next', () => {
  const cause = { ...backFrom, downTo: 'staging' }
  expect(told(end('merged', { cause, chapter: 3 }), null)).toEqual([
    '### ↩️ Kubernetes namespace: taken back from production',
    `${asBefore} What was merged in staging is taken back next.`,
  ])
})

test('of three stages that can be taken back, the last two are joined by a word', () => {
  const inForce = ['dev', 'staging', 'production']
  expect(told(end('merged', production), { ...ofProduction, inForce }).at(-1)).toBe(
    '<sub>To take a stage back, comment `/rollback production`, `/rollback staging` or `/rollback dev` with the reason; the stages after it are taken back first.</sub>',
  )
  expect(rollBack(inForce)).toBe(
    'comment /rollback production, /rollback staging or /rollback dev with the reason',
  )
  expect(rollBack(['dev'])).toBe('comment /rollback with the reason')
})

test('what was merged otherwise than approved names the stages that can be taken back', () => {
  const found = end('merged', { ...production, merge: { ...merge, findings: ['Two files more.'] } })
  const paragraphs = told(found, ofProduction)
  expect(paragraphs[0]).toBe('### ⚠️ Kubernetes namespace (production): merged, but not as approved')
  expect(paragraphs.at(-1)).toBe(
    'To take a stage back, comment `/rollback production` or `/rollback staging` with the reason; the stages after it are taken back first.',
  )
})

test('where something else was merged than was planned for a stage, the way on is told', () => {
  const failed = end('failed', { ...production, merge: { ...merge, onTarget: false } })
  expect(told(failed, null)[0]).toBe('### ❌ Kubernetes namespace (production): failed')
  expect(told(failed, null)[2]).toMatch(/ To go on to production after all, comment \/promote\.$/)
})

test('where nothing follows, a merge is told as it always was', () => {
  expect(told(end('merged', {}), null)).toEqual([
    '### ✅ Kubernetes namespace: merged',
    `${landed} Nothing is left to do.`,
    '<sub>To take it back, comment `/rollback` with the reason.</sub>',
  ])
})
