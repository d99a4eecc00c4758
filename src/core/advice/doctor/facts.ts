import type { RequestType } from '../../../model/request-type.js'
import type { GeneralSettings, Observed, ObservedSettings } from '../../../model/settings.js'
import type { Workflow } from './read-workflows.js'

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
