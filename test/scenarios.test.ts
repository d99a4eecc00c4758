import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Played, playStory, type Run, type Scene } from '../src/cli/simulate/play-story.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import type { Story } from '../src/cli/simulate/story.js'
import { tellStory } from '../src/cli/simulate/tell-story.js'
import { playedJson } from '../src/cli/simulate.js'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'scenarios')
const names = readdirSync(folder).sort()

/** What the ledger tells of a story that somebody has to look at. */
const told: Readonly<Record<string, readonly string[]>> = {
  'emergency-late': ['ledger/review-late'],
  'emergency-outlives-lifetime': ['ledger/unreviewed'],
  'emergency-late-accepted': ['ledger/review-late'],
  'emergency-overdue': ['ledger/unreviewed'],
  'lock-file-removed': ['ledger/foreign-commit', 'ledger/locks-changed'],
}

/** Where each story ends. A folder without a line here fails, so that no story is told without saying what it is for. */
const ends: Readonly<Record<string, string>> = {
  'absent-sections': 'merged',
  accepted: 'merged',
  'accepted-in-part': 'merged',
  'accepted-overtaken': 'rejected',
  'accepted-private-target': 'merged',
  'accepted-stage': 'merged',
  'access-ends': 'merged',
  'access-ends-without-its-issue': 'merged',
  'already-as-requested': 'unchanged',
  'answered-in-time': 'withdrawn',
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
  'drift-unwatched': 'merged',
  drifted: 'merged',
  'drifted-files': 'merged',
  'drifted-private-target': 'merged',
  'edit-voids-approval': 'merged',
  'edited-after-merge': 'merged',
  'edited-while-auto-merge': 'merged',
  emergency: 'merged',
  'emergency-edited': 'merged',
  'emergency-late': 'lapsed',
  'emergency-outlives-lifetime': 'rejected',
  'emergency-late-accepted': 'lapsed',
  'emergency-overdue': 'rejected',
  'emergency-refused': 'merged',
  'emergency-staged': 'merged',
  'emergency-window': 'merged',
  'end-brings-back': 'merged',
  'end-held': 'merged',
  'end-on-a-shared-place': 'merged',
  'end-on-another-place': 'unchanged',
  'end-overdue': 'merged',
  'end-passed': 'merged',
  'end-reopened': 'merged',
  'extend-given-up': 'merged',
  'extend-overtaken': 'merged',
  'extend-refused': 'unchanged',
  'extend-too-late': 'merged',
  'extend-unknown': 'merged',
  'foreign-commits': 'held',
  'form-changed': 'awaiting-approval',
  'gate-required': 'merged',
  'gate-taken-back': 'merged',
  'github-token': 'merged',
  'happy-path': 'merged',
  'held-and-released': 'merged',
  'held-outlives-lifetime': 'awaiting-approval',
  'invalid-then-corrected': 'merged',
  'ledger-unprotected': 'merged',
  'limit-at-once': 'held',
  'limit-files': 'merged',
  'limit-places': 'merged',
  'limit-requests': 'merged',
  'lock-auto': 'merged',
  'lock-elsewhere': 'merged',
  'lock-ends': 'merged',
  'lock-file-removed': 'held',
  'lock-given': 'merged',
  'lock-refused': 'merged',
  'lock-stage': 'merged',
  'lock-until': 'merged',
  'merge-auto': 'merged',
  'merge-manual': 'merged',
  'merge-queue': 'merged',
  'named-without-role': 'awaiting-approval',
  'no-code-owner': 'held',
  notified: 'merged',
  'notified-later': 'merged',
  'notified-not': 'merged',
  'notified-private-target': 'merged',
  'notified-tampered': 'merged',
  'partly-automatic': 'merged',
  'policy-broken': 'merged',
  'policy-file': 'merged',
  'promote-refused': 'withdrawn',
  promotion: 'merged',
  'public-requests-private-target': 'merged',
  'pull-changed': 'merged',
  'reached-after-failure': 'reached',
  'reached-fails': 'merged',
  'reached-no-more': 'merged',
  'reached-other-app': 'merged',
  'reached-silent': 'reached',
  'reached-ticket': 'reached',
  'rejected-by-another-rule': 'merged',
  'rejected-then-deleted': 'rejected',
  'rejection-erased': 'rejected',
  reminded: 'merged',
  'reminded-after-silence': 'awaiting-approval',
  'reminded-in-time': 'merged',
  removal: 'merged',
  'requester-approves': 'merged',
  'requester-approves-rollback': 'merged',
  'requester-reviews': 'merged',
  'requester-unreadable': 'held',
  restored: 'merged',
  'restored-conflict': 'merged',
  'restored-overtaken': 'merged',
  'restored-private-target': 'merged',
  'restored-stage': 'reached',
  'restored-superseded': 'merged',
  'restored-while-waiting': 'awaiting-approval',
  'rollback-declined': 'merged',
  'rollback-overtaken-by-end': 'merged',
  'rollback-own-approval': 'merged',
  'rollback-refused': 'merged',
  'rollback-unanswered': 'merged',
  'rolled-back': 'merged',
  'second-approve': 'merged',
  'stage-auto': 'reached',
  'stage-automatic': 'reached',
  'stage-back-called-off': 'merged',
  'stage-back-conflict': 'withdrawn',
  'stage-back-stopped': 'rejected',
  'stage-back-while-waiting': 'merged',
  'stage-by-itself': 'reached',
  'stage-by-itself-closed': 'merged',
  'stage-copies': 'merged',
  'stage-declined': 'merged',
  'stage-elsewhere': 'reached',
  'stage-fails': 'failed',
  'stage-github-token': 'held',
  'stage-ledger-unprotected': 'reached',
  'stage-manual': 'reached',
  'stage-on-branch': 'merged',
  'stage-one-of': 'reached',
  'stage-private-target': 'awaiting-approval',
  'stage-queue': 'reached',
  'stage-stop': 'reached',
  'stage-taken-back': 'merged',
  'stage-type-changed': 'reached',
  'stage-type-gone': 'awaiting-approval',
  'stage-unchanged': 'reached',
  'stage-works-later': 'merged',
  stages: 'reached',
  'stop-below-text': 'merged',
  'stop-misspelt': 'merged',
  'stops-unreadable': 'held',
  'stranger-in-public': 'invalid',
  'taken-back-among-others': 'merged',
  'taken-back-auto': 'merged',
  'taken-back-by-hand': 'unchanged',
  'taken-back-code-owners': 'merged',
  'taken-back-conflict': 'merged',
  'taken-back-elsewhere': 'merged',
  'taken-back-for-good': 'merged',
  'taken-back-partly': 'merged',
  'taken-back-private-target': 'merged',
  'taken-back-queue': 'merged',
  'taken-back-rested-on': 'merged',
  'taken-back-superseded': 'merged',
  'target-elsewhere': 'merged',
  'target-unreachable': 'merged',
  'team-unreadable': 'awaiting-approval',
  'two-on-one-place': 'merged',
  'type-changed': 'merged',
  'type-deleted-end': 'merged',
  'type-deleted-taken-back': 'merged',
  'uncorrected-unanswered': 'withdrawn',
  'unreachable-quorum': 'held',
  'unrelated-bug-report': 'ignored',
  'up-to-date': 'merged',
  'warned-approvers': 'merged',
  'window-end-held': 'merged',
  'window-end-passes': 'merged',
  'window-freeze': 'merged',
  'window-manual': 'merged',
  'window-opens': 'merged',
  'window-rollback': 'merged',
  'window-stages': 'merged',
  'window-unknown': 'merged',
  withdrawn: 'withdrawn',
  'withdrawn-unanswered': 'withdrawn',
}

/** Stories in which something beyond the request has to be read: another request's records, the teams that own its files, or comments before the newest hundred. */
const furtherRead: readonly string[] = [
  'crowd-of-strangers',
  'two-on-one-place',
  'emergency-window',
  'code-owners',
  'no-code-owner',
  'taken-back-code-owners',
]
/**
 * Longest chain of calls when a request is proposed (anew), and when it is approved and merged. One call of the latter is the look directly before
 * the merge: nothing may be merged on what was read before the records were written.
 */
const proposingDepthMax = 8
const mergingDepthMax = 7

/**
 * What a chapter after the merge takes in a row beside that. Whoever takes something back has to know who else has written there and is in force, and
 * that is what the whole ledger says; whether the merge that it rests on still stands; and what the files said before it.
 */
const laterDepth = {
  /** The record with which the chapter begins, and the look at the branch that is its own. */
  beginning: 2,
  /** An end is told by the ledger, so that nobody is asked about before it begins. */
  ending: 1,
  /** For each look: ledger and merges beside each other, then the texts. */
  history: 2,
  /** For each look, where somebody has merged since: whether the branch still leads to the merge. */
  ancestry: 1,
  /** Whether anything is left to do is asked of GitHub once the issue is closed. */
  closing: 1,
  /** The record with which a chapter gives way, and its pull request and labels. */
  givingWay: 3,
  closingPull: 3,
}
/** What a stage takes in a row beside a first proposal, whose texts it reads together with what the stage before was merged as. */
const stageDepth = {
  /** The record with which it begins, and the look at the branch that is its own. */
  beginning: 2,
  /** For each look: what the stage before was merged as, and what it copies from there, in one. */
  before: 1,
  /** For each look, where somebody has merged since: whether the branch still leads to that merge. */
  ancestry: 1,
  /** Whether anything is left to do is asked of GitHub once the issue is closed. */
  closing: 1,
}
/** What was said of a merge is asked once, by the look that finds it merged. */
const outcomeDepth = 1
/** Where a merge is shown before the next stage begins: its status comment is written while nothing else is. */
const shownBetween = 1
/** What the stage before was merged as: the commit, and its files beside it; and whether its branch still leads there, where somebody has merged since. */
const beforeReads = 2
/** What was said of a merge. */
const outcomeReads = 1
/** The whole ledger is read in two calls, all merges in two, all texts in one. */
const historyReads = 5
/** Where another request has the word at some place, whose commits its records are. */
const othersReads = 1
/** What was merged within a day: the whole ledger. */
const latelyReads = 2
/** What is there already may be there for a while only: who has it so, the whole ledger says. */
const borrowedReads = 2

/** What a run takes in a row because it takes something back. */
function furtherDepth({ outcomes }: Run, isNews: boolean): number {
  const has = (start: string) => outcomes.some(({ key }) => key.startsWith(start))
  const [proposes, merges, arms] = [has('ensure-branch'), has('merge-pull'), has('arm-merge')]
  // Once to propose it; once for the approval, and once directly before the merge; whatever is left to GitHub is looked at until it takes it.
  const looks = arms ? 4 : (proposes || !merges ? 1 : 0) + (merges ? 2 : 0)
  const each = laterDepth.history + (isNews ? laterDepth.ancestry : 0)
  const begins = !proposes ? 0 : merges ? laterDepth.ending : laterDepth.beginning
  const givesWay = outcomes.filter(({ key }) => key === 'ensure-status').length > 1
  const closes = givesWay && has('close-pull')
  // The chapter begins with one and is proposed by one; whatever else is put on record, as every hold, takes one more.
  const records = outcomes.filter(({ key }) => key.startsWith('append-record')).length
  return (
    looks * each +
    begins +
    (merges ? 0 : Math.max(0, records - 2)) +
    (has('close-issue') ? laterDepth.closing : 0) +
    (givesWay ? laterDepth.givingWay : 0) +
    (closes ? laterDepth.closingPull : 0)
  )
}

/** What a run takes in a row because it is about a stage after the first. */
function stageFurther({ outcomes }: Run, isNews: boolean): number {
  const has = (start: string) => outcomes.some(({ key }) => key.startsWith(start))
  const [proposes, merges, arms] = [has('ensure-branch'), has('merge-pull'), has('arm-merge')]
  const looks = arms ? 4 : (proposes || !merges ? 1 : 0) + (merges ? 2 : 0)
  const each = stageDepth.before + (isNews ? stageDepth.ancestry : 0)
  const records = outcomes.filter(({ key }) => key.startsWith('append-record')).length
  return (
    looks * each +
    (proposes ? stageDepth.beginning : 0) +
    (merges ? 0 : Math.max(0, records - 2)) +
    (outcomes.filter(({ key }) => key === 'ensure-status').length > 1 ? shownBetween : 0) +
    (has('close-issue') ? stageDepth.closing : 0)
  )
}

/** What a run takes in a row beyond what a first proposal and its merge take. */
function furtherMax(story: Story, scenes: readonly Scene[], scene: Scene, run: Run): number {
  const isNews = hasMovedOn(story, scenes, scene)
  const later = isLater(scenes, scene)
  // Whoever asks for something after a merge does so while word of it may still be waited for.
  const outcome = waitsForWord(story) && (isOver(run) || later) ? outcomeDepth : 0
  if (isInStage(scenes, scene)) return outcome + stageFurther(run, isNews)
  return outcome + nextInSameRun(run) + (later ? furtherDepth(run, isNews) : 0)
}

/** Stages that nobody has to approve follow one another in one run, each as long as the first and with what a stage takes beside that. */
function nextInSameRun({ outcomes }: Run): number {
  const count = (start: string) => outcomes.filter(({ key }) => key.startsWith(start)).length
  const more = Math.min(count('ensure-branch'), count('merge-pull')) - 1
  const each = proposingDepthMax + mergingDepthMax + stageDepth.beginning + 3 * stageDepth.before
  return Math.max(0, more) * each
}

/** Whether the branch has gone on since the merge that a run goes by: others have pushed, or the request itself was merged since. */
function hasMovedOn(story: Story, scenes: readonly Scene[], scene: Scene): boolean {
  const before = scenes.slice(0, scenes.indexOf(scene)).filter(({ step }) => step.issue === scene.step.issue)
  const runs = before.flatMap(({ run }) => run ?? [])
  const merges = runs.filter(({ outcomes }) => outcomes.some(({ key }) => key.startsWith('merge-pull')))
  const tookBack = runs.some(({ comments }) => comments.some(({ body }) => body.includes('(taking back of')))
  return isNewsAbout(story) || (isInStage(scenes, scene) ? tookBack : merges.length > 1)
}

/** Whether some type of a story has it that a merge is waited for. */
function waitsForWord({ files, steps }: Story): boolean {
  const texts = [
    ...files.values(),
    ...steps.flatMap((step) => (step.does === 'pushes' ? [...step.files.values()] : [])),
  ]
  return texts.some((text) => text !== null && /^reached:/m.test(text))
}

function isOver({ state }: Pick<Run, 'state'>): boolean {
  return state === 'merged' || state === 'reached' || state === 'failed'
}

/** Whether a run is about a stage that comes after another: begins it, or finds it open. */
function isInStage(scenes: readonly Scene[], scene: Scene): boolean {
  const until = scenes
    .slice(0, scenes.indexOf(scene) + 1)
    .filter(({ step }) => step.issue === scene.step.issue)
  const told = until.flatMap(({ run }) => run?.comments ?? []).filter(({ body }) => isStatus(body))
  const before =
    scene.run?.comments.some(({ body }) => isStatus(body)) === true ? told.slice(-2) : told.slice(-1)
  const isLaterStage = ({ body }: { readonly body: string }) =>
    /^(?:Asked for by .* with `\/promote`|The stage before )/m.test(body)
  return before.some(isLaterStage) && !before.some(({ body }) => body.includes('(taking back of'))
}

function isStatus(body: string): boolean {
  return body.startsWith('<!-- issueops:status -->')
}

/** Whether others push or merge in a story as well. */
function isNewsAbout({ steps }: Story): boolean {
  return steps.some(({ does }) => does === 'pushes') || hasOthers({ steps })
}

function hasOthers({ steps }: Pick<Story, 'steps'>): boolean {
  return new Set(steps.map(({ issue }) => issue)).size > 1
}

/** Whether something had been merged for the issue of a scene before it, so that what it is about is taking that back. */
function isLater(scenes: readonly Scene[], scene: Scene): boolean {
  const before = scenes.slice(0, scenes.indexOf(scene))
  const isMerged = ({ state, outcomes }: Run) =>
    state === 'merged' || outcomes.some(({ key }) => key.startsWith('merge-pull'))
  return before.some(({ step, run }) => step.issue === scene.step.issue && run !== null && isMerged(run))
}

/** What a run may take in a row; whatever it does beyond proposing or merging is one call more. */
function depthMax(story: string, { outcomes, sent }: Run): number {
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
    // Somebody is told before the status comment says it, and an event of the repository is a call of its own.
    sent.length > 0,
    sent.some(({ text }) => text.startsWith('issueops-')),
    // Where a type limits what is merged within a day, that is read by each look at what is approved; and once more whether others have merged without a record.
    ...(/^limit-(?!at-once)/.test(story) && at('append-record') >= 0 ? [true, merges] : []),
    // What is locked or unlocked is recorded before anything else is done.
    at('append-lock') >= 0 && merges,
    // Whoever said it is answered once nothing else is left to do.
    at('append-lock') >= 0 && merges && at('reply') > at('merge-pull'),
  ].filter((each) => each).length
  const usual = both ? proposingDepthMax + mergingDepthMax : merges ? mergingDepthMax : proposingDepthMax
  return usual + further + (merges && !both ? Math.max(0, records - 2) : 0)
}

/** The whole ledger with the types, the open issues, the tip of each target and what stands there. */
const sweepReads = 3 + 1 + 2
/** Texts as they are and as they were merged, what may be merged, since which commits with what these left, and where it is told. */
const driftReads = 2 + 1 + 3 + 1

/** What looking for drift takes beside the look at the request. */
function sweepMax({ does }: Scene['step']): number {
  return does === 'sees-sweep' ? sweepReads + driftReads : 0
}

/** Reads of a run that finds nothing to do: two, and one for what lies beyond the request; how many people said what costs nothing. */
function unchangedReadsMax(story: Story, scenes: readonly Scene[], scene: Scene, run: Run): number {
  const { state, reasons } = run
  const open = state === 'held' || state === 'awaiting-approval' || state === 'approved'
  const news = hasMovedOn(story, scenes, scene) ? 1 : 0
  const history = historyReads + news + (hasOthers(story) ? othersReads : 0)
  const later = isInStage(scenes, scene) ? beforeReads + news : isLater(scenes, scene) ? history : 0
  return (
    2 +
    (furtherRead.includes(story.name) ? 1 : 0) +
    (open ? later : 0) +
    (reasons.includes('wait/limit') ? latelyReads : 0) +
    (waitsForWord(story) && (isOver(run) || (!open && isLater(scenes, scene))) ? outcomeReads : 0) +
    (reasons.includes('state/there-for-a-while') ? borrowedReads : 0)
  )
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
    const findings = (ledger?.findings ?? []).map(({ code }) => code)
    expect({ state, findings }).toEqual({ state: ends[name], findings: told[name] ?? [] })
  })

  test('a second run after every step writes nothing and reads little', async () => {
    const { scenes } = await play()
    for (const scene of scenes) {
      const { run } = scene
      if (run === null) continue
      expect(run.again.writes).toBe(0)
      expect(run.sentAgain).toEqual([])
      expect(run.again.reads).toBeLessThanOrEqual(
        unchangedReadsMax(story, scenes, scene, run) + sweepMax(scene.step),
      )
    }
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
    const { scenes } = await play()
    for (const scene of scenes) {
      const { run } = scene
      if (run === null) continue
      const further = furtherMax(story, scenes, scene, run)
      expect(run.cost.depth).toBeLessThanOrEqual(depthMax(name, run) + further + sweepMax(scene.step))
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

test('taking a request back costs exactly these calls, and those who look at it while it waits', async () => {
  const costs = async (name: string) => {
    const { scenes } = await playStory(readStory(join(folder, name)))
    return scenes.map(({ run }) => [run?.state, run?.cost.depth, run?.again.reads])
  }
  expect(await costs('rolled-back')).toEqual([
    ['awaiting-approval', 8, 2],
    ['merged', 7, 1],
    ['merged', 3, 2],
    ['awaiting-approval', 12, 7],
    ['awaiting-approval', 5, 7],
    ['awaiting-approval', 5, 7],
    ['merged', 12, 1],
    ['merged', 2, 1],
  ])
  expect((await costs('access-ends')).at(-1)).toEqual(['merged', 22, 1])
})

/** The look directly after the merge asks what was said of it, and so does every look until all has been said. */
test('the stages of a request cost exactly these calls, and those who look at one that waits', async () => {
  const { scenes } = await playStory(readStory(join(folder, 'stages')))
  const costs = scenes.map(({ step, run }) => [step.does, run?.state, run?.cost, run?.again.reads])
  expect(costs.slice(2, 9)).toEqual([
    // The first stage is approved, and merged.
    ['comments', 'merged', { calls: 17, reads: 9, writes: 8, depth: 8 }, 3],
    // It waits, and is looked at.
    ['comments', 'merged', { calls: 4, reads: 3, writes: 1, depth: 4 }, 3],
    // Somebody says that it has arrived.
    ['signals', 'reached', { calls: 7, reads: 3, writes: 4, depth: 5 }, 1],
    ['comments', 'reached', { calls: 2, reads: 1, writes: 1, depth: 2 }, 1],
    // The next stage is asked for.
    ['comments', 'awaiting-approval', { calls: 16, reads: 5, writes: 11, depth: 11 }, 4],
    ['comments', 'awaiting-approval', { calls: 6, reads: 4, writes: 2, depth: 4 }, 4],
    // It is approved, and merged.
    ['comments', 'merged', { calls: 21, reads: 13, writes: 8, depth: 10 }, 3],
  ])
})

test('an event that concerns no request costs one read', async () => {
  const { scenes } = await playStory(readStory(join(folder, 'unrelated-bug-report')))
  const one = { calls: 1, reads: 1, writes: 0, depth: 1 }
  expect(scenes.map(({ run }) => run?.cost)).toEqual([one, one, one])
})
