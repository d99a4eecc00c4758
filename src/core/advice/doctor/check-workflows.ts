import type { Check } from '../../../model/settings.js'
import { at, check, type Facts, fine, type Outcome, unknown, warning, whereAsked, wrong } from './outcome.js'
import type { Workflow } from './read-workflows.js'

/** Whether the toolkit is woken: by events, by the merge queue, by the clock; and whether its workflows are switched on. */
export function checkWorkflows(facts: Facts): readonly Check[] {
  const group = facts.types.some(({ merge }) => merge === 'queue') ? mergeGroup(facts) : null
  const { general } = facts
  const files = at(general, 'Code → .github → workflows', `/tree/${general.defaultBranch}/.github/workflows`)
  const enable = at(general, 'Actions → (the workflow) → ··· → Enable workflow', '/actions')
  return [
    check('doctor/caller', files, caller(facts)),
    ...whereAsked('doctor/merge-group', files, group),
    check('doctor/sweep', files, sweep(facts)),
    ...whereAsked('doctor/workflows-on', enable, switchedOn(facts)),
  ]
}

/** Beside `created`: taking back what one wrote has to wake the toolkit too. */
const commentTypes = ['created', 'edited', 'deleted']

function caller(facts: Facts): Outcome {
  const seen = eventsOf(facts, 'a workflow calls the toolkit')
  if ('state' in seen) return seen
  const [main] = seen.filter(({ events }) => events.has('issues') && events.has('issue_comment'))
  if (main === undefined) {
    return wrong(
      'No workflow on the default branch calls the toolkit for “issues” and “issue_comment”, so nobody’s request is answered.',
      'Add the caller with “issueops init”, and merge it.',
    )
  }
  const types = main.events.get('issue_comment') ?? commentTypes
  const missing = commentTypes.filter((type) => !types.includes(type))
  if (missing.length === 0) return fine(`${main.path} calls the toolkit for issues and comments.`)
  const { general } = facts
  const unwoken = warning(
    `${main.path} is not woken when comments are ${missing.join(' or ')}, so that is noticed only at the next event or the sweep.`,
    'Write issue_comment: { types: [created, edited, deleted] }.',
  )
  return {
    ...unwoken,
    where: at(general, `Code → ${main.path}`, `/blob/${general.defaultBranch}/${main.path}`),
  }
}

function mergeGroup(facts: Facts): Outcome {
  const seen = eventsOf(facts, 'the merge queue wakes the toolkit')
  if ('state' in seen) return seen
  return seen.some(({ events }) => events.has('merge_group'))
    ? fine('The merge queue wakes the toolkit.')
    : wrong(
        'A request type has “merge: queue”, and no caller is woken by “merge_group”, so the required check is never reported in the queue.',
        'Add merge_group: to the events of the caller.',
      )
}

function sweep(facts: Facts): Outcome {
  const seen = eventsOf(facts, 'the sweep is there')
  if ('state' in seen) return seen
  const timed = seen.filter(({ events }) => events.has('schedule'))
  const [apart] = timed.filter(({ events }) => !events.has('issues'))
  if (apart !== undefined) return fine(`${apart.path} looks at all requests by the clock.`)
  const [mixed] = timed
  return mixed === undefined
    ? warning(
        'No workflow calls the toolkit by “schedule”, so a request whose event GitHub loses waits until the next one.',
        'Add the sweep with “issueops init”, and merge it.',
      )
    : warning(
        `${mixed.path} has the schedule and the events in one file: when GitHub switches the schedule off after 60 quiet days in a public repository, the events go with it.`,
        'Give the sweep a file of its own, as “issueops init” does.',
      )
}

interface Read extends Workflow {
  readonly events: NonNullable<Workflow['events']>
}

/** The callers with what wakes them, or why that is not known. */
function eventsOf(facts: Facts, whether: string): readonly Read[] | Outcome {
  const { callers } = facts
  const fix = 'Look at the files of .github/workflows by hand.'
  if (!callers.known) return unknown(whether, callers.why, fix)
  const broken = callers.value.find(({ events }) => events === null)
  if (broken !== undefined) return unknown(whether, `${broken.path} does not read as a workflow`, fix)
  return callers.value.flatMap((each) => (each.events === null ? [] : [{ ...each, events: each.events }]))
}

/** Null without a caller that could be on or off. */
function switchedOn(facts: Facts): Outcome | null {
  const { callers, settings } = facts
  if (!callers.known || callers.value.length === 0) return null
  const states = settings.workflowStates
  const whether = 'the workflows that call the toolkit are switched on'
  const fix = 'Look at the workflows under Actions; one that is off says so.'
  if (!states.known) return unknown(whether, states.why, fix)
  const found = callers.value.map(({ path }) => states.value.find((each) => each.path === path) ?? path)
  const off = found.find((each) => typeof each !== 'string' && each.state !== 'active')
  if (off !== undefined && typeof off !== 'string') {
    const why =
      off.state === 'disabled_inactivity' ? 'GitHub did that after 60 quiet days' : `GitHub says ${off.state}`
    return wrong(
      `${off.path} is switched off (${why}), so nothing wakes the toolkit by it.`,
      'Press “Enable workflow”.',
    )
  }
  const unlisted = found.find((each) => typeof each === 'string')
  if (typeof unlisted === 'string') return unknown(whether, `GitHub does not list ${unlisted}`, fix)
  return fine('The workflows that call the toolkit are switched on.')
}
