import type { RequestType, Stage } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'

/** The stage in which a request begins; null where its type has none. */
export function firstStage({ stages = [] }: RequestType): Stage | null {
  return stages[0] ?? null
}

/** The stage of a name; null where the type has none of it. */
export function stageNamed({ stages = [] }: RequestType, name: string): Stage | null {
  return stages.find((stage) => stage.name === name) ?? null
}

/** The stage that follows another; null after the last, and where the type does not have the other. */
export function stageAfter({ stages = [] }: RequestType, name: string): Stage | null {
  const index = stages.findIndex((stage) => stage.name === name)
  return index < 0 ? null : (stages[index + 1] ?? null)
}

/** What expressions are told of a stage. */
export function stageContext({ stages = [] }: RequestType, name: string): ExpressionContext['stage'] {
  const index = stages.findIndex((stage) => stage.name === name)
  return index < 0 ? undefined : { name, previous: stages[index - 1]?.name ?? '' }
}

/** What expressions are told in each of its stages, in order; once nothing where the type has none. */
export function stageContexts(type: RequestType): readonly Pick<ExpressionContext, 'stage'>[] {
  if (type.stages === undefined) return [{}]
  return type.stages.map(({ name }) => {
    const stage = stageContext(type, name)
    return stage === undefined ? {} : { stage }
  })
}

/** The type as it is in one of its stages: where and when that is carried out, and who approves it. */
export function inStage(type: RequestType, stage: Stage | null): RequestType {
  if (stage === null) return type
  const { approval, policy } = stage.approval ?? type
  const { windows = type.windows } = stage
  const limits = stage.limits === undefined ? type.limits : { ...stage.limits, stage: stage.name }
  return {
    ...type,
    approval,
    policy,
    target: stage.target ?? type.target,
    ...(windows === undefined ? {} : { windows }),
    ...(limits === undefined ? {} : { limits }),
  }
}

/** How the name of a stage is written: lower-case words joined by `-`. */
export const stageNamePattern = /^(?=.{1,39}$)[a-z0-9]+(?:-[a-z0-9]+)*$/

export function isStageName(text: string): boolean {
  return stageNamePattern.test(text)
}
