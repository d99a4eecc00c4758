import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Played, playStory } from '../src/cli/simulate/play-story.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { tellStory } from '../src/cli/simulate/tell-story.js'
import { playedJson } from '../src/cli/simulate.js'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'scenarios')
const names = readdirSync(folder).sort()

/** Where each story ends. A folder without a line here fails, so that no story is told without saying what it is for. */
const ends: Readonly<Record<string, string>> = {
  'absent-sections': 'merged',
  'already-as-requested': 'applied',
  'approval-deleted': 'merged',
  'approval-edited': 'merged',
  'checks-required': 'merged',
  'conflict-with-main': 'merged',
  'edit-voids-approval': 'merged',
  'edited-while-auto-merge': 'merged',
  'foreign-commits': 'held',
  'form-changed': 'awaiting-approval',
  'gate-required': 'merged',
  'gate-taken-back': 'merged',
  'github-token': 'merged',
  'happy-path': 'merged',
  'held-and-released': 'merged',
  'invalid-then-corrected': 'merged',
  'merge-auto': 'merged',
  'merge-manual': 'merged',
  'merge-queue': 'merged',
  'rejected-then-deleted': 'rejected',
  removal: 'merged',
  'requester-approves': 'merged',
  'requester-reviews': 'merged',
  'second-approve': 'merged',
  'stranger-in-public': 'invalid',
  'team-unreadable': 'awaiting-approval',
  'two-on-one-place': 'merged',
  'unrelated-bug-report': 'ignored',
  'warned-approvers': 'merged',
  withdrawn: 'withdrawn',
}

/** The one story in which another open request touches the same files; what the ledger has of it costs one read. */
const contested = 'two-on-one-place'
/**
 * Budgets of DESIGN: longest chain of calls when a request is proposed (anew), and when it is approved and merged. Where a ruleset demands
 * the gate, GitHub is looked at once more between gate and merge; and a merge that GitHub was told to make is called off before all else.
 */
const proposingDepthMax = (story: string) => (story === contested ? 9 : 8)
const mergingDepthMax = 6
/** Reads of a run that finds nothing to do. Every further person who tries to approve costs one look-up, 20 at most. */
const unchangedReadsMax = (story: string) => (['stranger-in-public', contested].includes(story) ? 4 : 3)

describe.each(names)('%s', (name) => {
  const story = readStory(join(folder, name))
  let played: Promise<Played> | null = null
  const play = () => {
    played ??= playStory(story)
    return played
  }

  test(story.title, async () => {
    await expect(tellStory(await play())).toMatchFileSnapshot(join(folder, name, 'expect/conversation.md'))
  })

  test(`ends ${ends[name] ?? 'nowhere'}, with a ledger that verifies`, async () => {
    const { state, ledger } = playedJson(await play())
    expect({ state, findings: ledger?.findings ?? [] }).toEqual({ state: ends[name], findings: [] })
  })

  test('a second run after every step writes nothing and reads little', async () => {
    const again = (await play()).scenes.flatMap(({ run }) => (run === null ? [] : [run.again]))
    expect(again.map(({ writes }) => writes)).toEqual(again.map(() => 0))
    expect(Math.max(...again.map(({ reads }) => reads))).toBeLessThanOrEqual(unchangedReadsMax(name))
  })

  test('no chain of calls is longer than its budget', async () => {
    for (const { run } of (await play()).scenes) {
      if (run === null) continue
      const at = (start: string) => run.outcomes.findIndex(({ key }) => key.startsWith(start))
      // Of the approval and of the merge there is a record each; one that is about something else, as the end of a hold, comes before them.
      const records = run.outcomes.filter(({ key }) => key.startsWith('append-record')).length
      const max = at('merge-pull') >= 0 ? mergingDepthMax + Math.max(0, records - 2) : proposingDepthMax(name)
      const waitsForGate = at('set-gate-open') >= 0 && at('set-gate-open') < at('merge-pull')
      const callsOff = at('disarm-merge') >= 0
      expect(run.cost.depth).toBeLessThanOrEqual(waitsForGate || callsOff ? max + 1 : max)
    }
  })
})

test('the transitions of a request cost exactly these calls', async () => {
  const { scenes } = await playStory(readStory(join(folder, 'happy-path')))
  expect(scenes.map(({ step, run }) => [step.does, run?.state, run?.cost, run?.again])).toEqual([
    [
      'files',
      'awaiting-approval',
      { calls: 13, reads: 2, writes: 11, depth: 8 },
      { calls: 2, reads: 2, writes: 0, depth: 2 },
    ],
    [
      'comments',
      'merged',
      { calls: 13, reads: 4, writes: 9, depth: 6 },
      { calls: 1, reads: 1, writes: 0, depth: 1 },
    ],
  ])
})

test('an event that concerns no request costs one read', async () => {
  const { scenes } = await playStory(readStory(join(folder, 'unrelated-bug-report')))
  const one = { calls: 1, reads: 1, writes: 0, depth: 1 }
  expect(scenes.map(({ run }) => run?.cost)).toEqual([one, one, one])
})
