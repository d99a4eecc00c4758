import type { Check } from '../../../model/settings.js'
import { windowsNamed } from '../../request-type/read-calendar.js'
import { at, check, type Facts, fine, type Outcome, unknown, wrong } from './outcome.js'

/** Whether what waits for a window is merged once it opens: nobody writes on the issue then, so only a sweep finds it. No check where no type names a window. */
export function checkWindows(facts: Facts): readonly Check[] {
  const { types, general } = facts
  if (types.every((type) => windowsNamed(type).length === 0)) return []
  const path = `/tree/${general.defaultBranch}/.github/workflows`
  return [check('doctor/windows', at(general, 'Code → .github → workflows', path), swept(facts))]
}

function swept({ callers }: Facts): Outcome {
  if (!callers.known)
    return unknown(
      'a sweep looks when a window opens',
      callers.why,
      'Look whether a workflow calls the toolkit by “schedule”.',
    )
  return callers.value.some(({ events }) => events === null || events.has('schedule'))
    ? fine('What waits for a window is merged by the first sweep after it opens.')
    : wrong(
        'Request types name windows, and no workflow calls the toolkit by “schedule”, so nothing is merged when a window opens before somebody happens to write on the issue.',
        'Add the sweep with “issueops init”, and merge it.',
      )
}
