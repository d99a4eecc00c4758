import type { Check, GeneralSettings, Where } from '../../../model/settings.js'

/** What a check found, before it has its code. */
export type Outcome = Omit<Check, 'code'>

/** All is well. */
export function fine(what: string): Outcome {
  return { state: 'fine', what, fix: null, where: null }
}

/** Requests fail, or wait for ever. */
export function wrong(what: string, fix: string, where: Where | null): Outcome {
  return { state: 'wrong', what, fix, where }
}

/** Requests work, and something is weaker or slower than it could be. */
export function warning(what: string, fix: string, where: Where | null): Outcome {
  return { state: 'warning', what, fix, where }
}

/** @param whether as in `issues are on`; it completes “It could not be found out whether …”. */
export function unknown(whether: string, why: string, fix: string, where: Where | null): Outcome {
  return { state: 'unknown', what: `It could not be found out whether ${whether}: ${why}.`, fix, where }
}

/** A page of the repository. @param path below the repository's own, as in `/settings/rules`. */
export function at({ url }: GeneralSettings, menu: string, path: string): Where {
  return { menu, url: `${url}${path}` }
}
