import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Played, playStory, type Run } from '../src/cli/simulate/play-story.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { tellStory } from '../src/cli/simulate/tell-story.js'
import { playedJson } from '../src/cli/simulate.js'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'scenarios')
const names = readdirSync(folder).sort()

/** Where each story ends. A folder without a line here fails, so that no story is told without saying what it is for. */
const ends: Readonly<Record<string, string>> = {
  'absent-sections': 'merged',
  'access-ends': 'merged',
  'access-ends-without-its-issue': 'merged',
  'already-as-requested': 'unchanged',
  'approval-deleted': 'merged',
  'approval-deleted-later': 'merged',
  'approval-edited': 'merged',
  'approval-expired': 'merged',
  'approval-rewritten': 'merged',
  'approval-taken-back-by-another': 'merged',
  'approval-tampered': 'merged',
  'approves-for-oneself': 'merged',
  'automatic-approval': 'merged',
  'automatic-field-empty': 'merged',
  'automatic-search-empty': 'merged',
  'checks-required': 'merged',
  'code-owners': 'merged',
  'commands-refused': 'merged',
  'conflict-with-main': 'merged',
  'crowd-of-strangers': 'merged',
  'digest-demanded': 'merged',
  'edit-voids-approval': 'merged',
  'edited-while-auto-merge': 'merged',
  'end-passed': 'merged',
  'foreign-commits': 'held',
  'form-changed': 'awaiting-approval',
  'gate-required': 'merged',
  'gate-taken-back': 'merged',
  'github-token': 'merged',
  'happy-path': 'merged',
  'held-and-released': 'merged',
  'invalid-then-corrected': 'merged',
  'ledger-unprotected': 'merged',
  'merge-auto': 'merged',
  'merge-manual': 'merged',
  'merge-queue': 'merged',
  'named-without-role': 'awaiting-approval',
  'no-code-owner': 'held',
  'partly-automatic': 'merged',
  'policy-broken': 'merged',
  'policy-file': 'merged',
  promotion: 'merged',
  'pull-changed': 'merged',
  'public-requests-private-target': 'merged',
  'rejected-by-another-rule': 'merged',
  'rejected-then-deleted': 'rejected',
  'rejection-erased': 'rejected',
  removal: 'merged',
  'rolled-back': 'merged',
  'requester-approves': 'merged',
  'requester-reviews': 'merged',
  'requester-unreadable': 'held',
  'second-approve': 'merged',
  'stop-below-text': 'merged',
  'stop-misspelt': 'merged',
  'stops-unreadable': 'held',
  'stranger-in-public': 'invalid',
  'taken-back-for-good': 'merged',
  'target-elsewhere': 'merged',
  'target-unreachable': 'merged',
  'team-unreadable': 'awaiting-approval',
  'two-on-one-place': 'merged',
  'type-changed': 'merged',
  'unreachable-quorum': 'held',
  'up-to-date': 'merged',
  'unrelated-bug-report': 'ignored',
  'warned-approvers': 'merged',
  withdrawn: 'withdrawn',
}

/** Stories in which something beyond the request has to be read: another request's records, the teams that own its files, or comments before the newest hundred. */
const furtherRead: readonly string[] = [
  'crowd-of-strangers',
  'two-on-one-place',
  'code-owners',
  'no-code-owner',
]
/**
 * Longest chain of calls when a request is proposed (anew), and when it is approved and merged. One call of the latter is the look directly before
 * the merge: nothing may be merged on what was read before the records were written.
 */
const proposingDepthMax = 8
const mergingDepthMax = 7

/** What a run may take in a row; whatever it does beyond proposing or merging is one call more. */
function depthMax(story: string, { outcomes }: Run): number {
  const at = (start: string) => outcomes.findIndex(({ key }) => key.startsWith(start))
  const merges = at('merge-pull') >= 0
  // A request that nobody has to approve is proposed and merged in one run.
  const both = merges && at('ensure-branch') >= 0
  // Of the approval and of the merge there is a record each; one that is about something else, as the end of a hold, comes before them.
  const records = outcomes.filter(({ key }) => key.startsWith('append-record')).length
  const further = [
    furtherRead.includes(story),
    // The look before the merge reads what the first one did.
    furtherRead.includes(story) && merges,
    // The look after the merge reads what people said meanwhile, however many pages that is.
    story === 'crowd-of-strangers' && merges,
    // Where a ruleset demands the gate, GitHub is looked at once more between gate and merge.
    at('set-gate-open') >= 0 && at('set-gate-open') < at('merge-pull'),
    // A merge that GitHub was told to make is called off before all else.
    at('disarm-merge') >= 0,
  ].filter((each) => each).length
  const usual = both ? proposingDepthMax + mergingDepthMax : merges ? mergingDepthMax : proposingDepthMax
  return usual + further + (merges && !both ? Math.max(0, records - 2) : 0)
}

/** Reads of a run that finds nothing to do: two, and one for what lies beyond the request; how many people said what costs nothing. */
function unchangedReadsMax(story: string): number {
  return 2 + (furtherRead.includes(story) ? 1 : 0)
}

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

  test('every status comment of a request that goes on says first who has to act', async () => {
    const statuses = (await play()).scenes
      .flatMap(({ run }) => run?.comments ?? [])
      .map(({ body }) => body)
      .filter((body) => /^<!-- issueops:status -->\n### (?:✏️|⏸️|⏳|☑️)/.test(body))
    for (const body of statuses)
      expect(body).toMatch(/^\*\*Next:\*\* .*(?:@\w|maintainer|requester|somebody|whoever|nobody|checks)/im)
  })

  test('no chain of calls is longer than its budget', async () => {
    for (const { run } of (await play()).scenes) {
      if (run === null) continue
      expect(run.cost.depth).toBeLessThanOrEqual(depthMax(name, run))
    }
  })
})

test('manifests in another repository cost no further call and no further step', async () => {
  const costs = async (name: string) => {
    const { scenes } = await playStory(readStory(join(folder, name)))
    return scenes.map(({ run }) => run?.cost)
  }
  expect(await costs('target-elsewhere')).toEqual(await costs('happy-path'))
})

/** Of the reads of the second step two are the look directly before the merge, and five the looks after it: nothing is believed unseen. */
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
      { calls: 17, reads: 8, writes: 9, depth: 7 },
      { calls: 1, reads: 1, writes: 0, depth: 1 },
    ],
  ])
})

test('an event that concerns no request costs one read', async () => {
  const { scenes } = await playStory(readStory(join(folder, 'unrelated-bug-report')))
  const one = { calls: 1, reads: 1, writes: 0, depth: 1 }
  expect(scenes.map(({ run }) => run?.cost)).toEqual([one, one, one])
})
