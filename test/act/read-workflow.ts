import { load } from 'js-yaml'

/** The parts of a workflow that these tests look at; whether they are right is the runner's business. */
export interface Workflow {
  readonly on?: unknown
  readonly permissions?: unknown
  readonly jobs?: Readonly<Record<string, Job>>
}

export interface Job {
  /** The workflow that a job calls. */
  readonly uses?: string
  readonly permissions?: unknown
  readonly steps?: readonly Step[]
}

export interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

/** A workflow's data, or null where it is no YAML. */
export function readWorkflow(text: string): Workflow | null {
  try {
    return Object(load(text))
  } catch {
    return null
  }
}
