import type { Problem } from '../../../model/problem.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { problemAt } from './problem-at.js'

/** How the names begin that Flux and the notifications of Argo CD write by themselves. */
const written = [
  { begins: /^(?:kustomization|helmrelease|gitrepository|ocirepository)\//i, by: 'Flux' },
  { begins: /^(?:continuous-delivery|argocd)\//i, by: 'Argo CD' },
]

/** What is right and does perhaps not mean what it says: a signal of nobody who would send it, and a stage that waits for nothing. */
export function awaitedSignals(located: LocatedRequestType): readonly Problem[] {
  const { reached, stages = [] } = located.type
  if (reached === undefined) return []
  const senders = reached.by.flatMap(({ kind, name, app }, index) => {
    const tool = written.find(({ begins }) => kind === 'status' && begins.test(name))
    // Whoever writes the app means it.
    if (tool === undefined || app !== 'github-actions' || located.lines.has(`reached/by/${index}/app`))
      return []
    return [
      problemAt(located, `reached/by/${index}`, {
        code: 'type/reached-app',
        what: `“${name}” is a name that ${tool.by} writes, and it counts here only where github-actions says it.`,
        fix: `Name the account or the app whose token ${tool.by} has, as in app: flux; or write app: github-actions.`,
      }),
    ]
  })
  const hasty = stages.flatMap(({ name, after }, index) =>
    after === 'merged'
      ? [
          problemAt(located, `stages/${index}/after`, {
            code: 'type/stage-hasty',
            what: `“${name}” begins as soon as the stage before is merged, before what is waited for under reached was said of that.`,
            fix: 'Write after: reached if it has to work there first.',
          }),
        ]
      : [],
  )
  return [...senders, ...hasty]
}
