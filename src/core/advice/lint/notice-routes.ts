import type { Route } from '../../../model/notice.js'
import { notifyPath } from '../../../model/policy.js'
import type { Problem } from '../../../model/problem.js'
import type { RequestType } from '../../../model/request-type.js'
import { matchesGlob } from '../../request-type/matches-glob.js'
import { type LocatedNotices, readNotices } from '../../request-type/notify-grammar.js'
import { didYouMean } from '../../text/closest-name.js'

/** A line that holds nothing else is the first. */
const firstLine = 1

/**
 * What is wrong with the file that says who is told of what, and what of it could never tell anybody anything.
 * @param types all request types; null where one of them cannot be read, and so may be the one that is meant.
 */
export function noticeProblems(text: string, types: readonly RequestType[] | null): readonly Problem[] {
  const read = readNotices({ path: notifyPath, text })
  if (!read.ok) return read.problems
  return [...unusedReceivers(read.value), ...(types === null ? [] : unfitRoutes(read.value, types))]
}

function unusedReceivers({ plan, lines }: LocatedNotices): readonly Problem[] {
  const used = new Set(plan.routes.flatMap(({ to }) => to))
  return plan.receivers
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => ({
      code: 'notify/receiver-unused',
      file: notifyPath,
      line: lines.get(`receivers/${name}`) ?? firstLine,
      what: `No route names the receiver ${name}, so it is told nothing.`,
      fix: `Name it under to of a route, as in to: [${name}], or remove it.`,
    }))
}

function unfitRoutes({ plan, lines }: LocatedNotices, types: readonly RequestType[]): readonly Problem[] {
  return plan.routes.flatMap((route, at) => {
    const told = (part: string, index: number, what: string, fix: string): Problem => ({
      code: 'notify/route-fits-nothing',
      file: notifyPath,
      line: lines.get(`routes/${at}/${part}/${index}`) ?? lines.get(`routes/${at}`) ?? firstLine,
      what,
      fix,
    })
    const names = types.map(({ name }) => name)
    const wrongTypes = route.types.flatMap((glob, index) =>
      names.some((name) => matchesGlob(glob, name))
        ? []
        : told(
            'types',
            index,
            `No request type is called ${glob}.`,
            `${didYouMean(glob, names)}Write one of: ${names.join(', ')}.`,
          ),
    )
    const stages = stagesOf(route, types)
    const wrongStages = (route.stages ?? []).flatMap((stage, index) =>
      stages.includes(stage)
        ? []
        : told(
            'stages',
            index,
            `No request type that this route is about has a stage ${stage}.`,
            stages.length === 0
              ? 'Remove stages: these request types have none.'
              : `${didYouMean(stage, stages)}Write one of: ${stages.join(', ')}.`,
          ),
    )
    return [...wrongTypes, ...wrongStages]
  })
}

function stagesOf(route: Route, types: readonly RequestType[]): readonly string[] {
  const about = types.filter(({ name }) => route.types.some((glob) => matchesGlob(glob, name)))
  return [...new Set(about.flatMap(({ stages = [] }) => stages.map(({ name }) => name)))]
}
