import type { CodesOf } from '../../../model/problem.js'
import type { RequestType } from '../../../model/request-type.js'
import type {
  Barrier,
  Check,
  GeneralSettings,
  Observed,
  ObservedSettings,
  Where,
} from '../../../model/settings.js'
import type { Workflow } from './read-workflows.js'

/** What a check found, before it has its code. */
export type Outcome = Omit<Check, 'code' | 'where'> & {
  /** What is other than the usual place of the check. */
  readonly where?: Partial<Where>
}

/** @param usual where what a check finds is mended, unless that is somewhere else. */
export function check(code: Check['code'], usual: Where, { where, ...outcome }: Outcome): Check {
  return { code, ...outcome, where: outcome.fix === null ? null : { ...usual, ...where } }
}

/** An outcome to be mended on the page of a ruleset, where GitHub tells one. */
export function onPage(url: string | null, outcome: Outcome): Outcome {
  return url === null ? outcome : { ...outcome, where: { ...outcome.where, url } }
}

/** A check that is left out where nothing asks for it. */
export function whereAsked(code: CodesOf<'doctor'>, usual: Where, outcome: Outcome | null): readonly Check[] {
  return outcome === null ? [] : [check(code, usual, outcome)]
}

/** All is well. */
export function fine(what: string): Outcome {
  return { state: 'fine', what, fix: null }
}

/** Requests fail, or wait for ever. */
export function wrong(what: string, fix: string): Outcome {
  return { state: 'wrong', what, fix }
}

/** Requests work, and something is weaker or slower than it could be. */
export function warning(what: string, fix: string): Outcome {
  return { state: 'warning', what, fix }
}

/** @param whether as in `issues are on`; it completes “It could not be found out whether …”. */
export function unknown(whether: string, why: string, fix: string): Outcome {
  return { state: 'unknown', what: `It could not be found out whether ${whether}: ${why}.`, fix }
}

/** A page of the repository. @param path below the repository's own, as in `/settings/rules`. */
export function at({ url }: GeneralSettings, menu: string, path: string): Where {
  return { menu, url: `${url}${path}` }
}

/** What a ruleset demands of a branch. @param which ruleset, as in `a ruleset for main`. */
export function inRuleset(general: GeneralSettings, which: string, option: string): Where {
  return at(general, `Settings → Rules → Rulesets → (${which}) → ${option}`, '/settings/rules')
}

/** What the checks are made of. */
export interface Facts {
  readonly settings: ObservedSettings
  readonly general: GeneralSettings
  /** The request types that can be used; none where the files are unknown. */
  readonly types: readonly RequestType[]
  /** The workflows that call the toolkit, or why they are not known. */
  readonly callers: Observed<readonly Workflow[]>
  /** Whether the callers name a GitHub App to act as. */
  readonly actsAsApp: boolean
  /** Whether the token of this very run is an App's, so that what it may is what the toolkit may. */
  readonly viewerIsApp: boolean
  /** Name of the check run that has to be required. */
  readonly gate: string
}

/** Whether the toolkit gets past; null where nobody tells. Which App is its own only a token of that App can tell. */
export function passes({ letsViewerPast, letsAnAppPast }: Barrier, viewerIsApp: boolean): boolean | null {
  return viewerIsApp && letsViewerPast !== null ? letsViewerPast : letsAnAppPast
}

/** Whether something holds of any part; one unseen part leaves a “no” open. */
export type Answer =
  | { readonly is: 'yes' }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly why: string }

/** Whether anything that was seen fits; where nothing does, what was not seen might. `null` of a part is not seen either. */
export function someKnown<T>(parts: readonly Observed<T>[], fits: (part: T) => boolean | null): Answer {
  const answers = parts.map((part) => (part.known ? fits(part.value) : null))
  if (answers.includes(true)) return { is: 'yes' }
  const open = answers.indexOf(null)
  if (open === -1) return { is: 'no' }
  const part = parts[open]
  return {
    is: 'unknown',
    why: part === undefined || part.known ? 'GitHub does not tell it of classic branch protection' : part.why,
  }
}
