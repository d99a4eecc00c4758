import type { Oid } from './ids.js'

/** The request types, their templates and the forms at the tip of the default branch. */
export interface Policy {
  /** The files directly below `.github/issueops`: request types, and the settings of all of them. */
  readonly types: readonly PolicyFile[]
  readonly forms: readonly PolicyFile[]
  /** Lists of approval rules that request types use: `.github/issueops/policies/*.yml`. */
  readonly policies: readonly PolicyFile[]
  /** The files directly below `.github/issueops/templates`, whatever their names end in. */
  readonly templates: readonly PolicyFile[]
  /** Who is told of what: `.github/issueops/notify.yml`; left out where there is none. */
  readonly notify?: PolicyFile
}

/** No request type, though it stands among them. */
export const notifyPath = '.github/issueops/notify.yml'

/** The folders of the policy, each read one level deep. Source of the first: GitHub's documentation, “Configuring issue templates”. */
export const policyFolders = {
  forms: '.github/ISSUE_TEMPLATE',
  types: '.github/issueops',
  policies: '.github/issueops/policies',
  templates: '.github/issueops/templates',
} as const satisfies Readonly<Record<Exclude<keyof Policy, 'notify'>, string>>

/** When approved requests may be merged; no request type, though it stands beside them. */
export const calendarPath = `${policyFolders.types}/calendar.yml`

/** The files beside the request types that are none. */
const settingsFiles: readonly string[] = [calendarPath, notifyPath]

export function isSettings(path: string): boolean {
  return settingsFiles.includes(path)
}

/** The files that are to hold request types. */
export function typeFiles({ types }: Policy): readonly PolicyFile[] {
  return types.filter(({ path }) => !isSettings(path))
}

export interface PolicyFile {
  /** As in `.github/issueops/namespace.yml`. */
  readonly path: string
  readonly blob: Oid
  /** Null when GitHub would not give the whole text. */
  readonly text: string | null
}

/** Every file of a policy. */
export function policyFiles({ forms, types, policies, templates, notify }: Policy): readonly PolicyFile[] {
  return [...forms, ...types, ...policies, ...templates, ...(notify === undefined ? [] : [notify])]
}
