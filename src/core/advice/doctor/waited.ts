import type { RequestType, Stage, Target } from '../../../model/request-type.js'
import type { ExpectedSignal } from '../../../model/signal.js'
import { splitTemplate } from '../../expression/split-template.js'
import { inStage, stageContext } from '../../request-type/stages.js'

/** A signal that requests of a type wait for where they are carried out. */
export interface Waited {
  readonly type: RequestType
  readonly target: Target
  /** As far as the name is known without a request: what only that says is `*`. */
  readonly expected: ExpectedSignal
}

/** What requests of a type wait for, in each of its stages. */
export function waited(type: RequestType): readonly Waited[] {
  const stages: readonly (Stage | null)[] = type.stages ?? [null]
  return stages.flatMap((stage) =>
    (type.reached?.by ?? []).map((each) => ({
      type,
      target: inStage(type, stage).target,
      expected: { ...each, name: nameIn(type, stage, each.name) },
    })),
  )
}

function nameIn(type: RequestType, stage: Stage | null, name: string): string {
  const context = stage === null ? undefined : stageContext(type, stage.name)
  const parts = splitTemplate(name)
  if (!parts.ok) return name
  const known = new Map([
    ['stage.name', context?.name],
    ['stage.previous', context?.previous],
  ])
  return parts.value
    .map((part) => (part.kind === 'text' ? part.text : (known.get(part.source) ?? '*')))
    .join('')
}

/** A target as a key: the same repository and branch, in whatever case the repository is written. */
export function placeOf({ repository, branch }: Target): string {
  const name = repository === null ? '' : `${repository.owner}/${repository.name}`.toLowerCase()
  return JSON.stringify([name, branch])
}
