import type { Problem } from '../../model/problem.js'
import type { Policy, PolicyFile } from '../../model/snapshot.js'
import { lintRepository } from './lint-repository.js'

/** Everything that is wrong with request types and forms, files that cannot be read included. */
export function lintPolicy({ forms, types, policies, templates }: Policy): readonly Problem[] {
  const files = [...forms, ...types, ...policies, ...templates]
  const unreadable = files.filter(({ text }) => text === null)
  const readable = files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]))
  return [...unreadable.map(problemOf), ...lintRepository(readable)]
}

function problemOf({ path }: PolicyFile): Problem {
  return {
    code: 'type/unreadable',
    file: path,
    line: 1,
    what: `${path} is not a text file in UTF-8 of ordinary size.`,
    fix: 'Save the file as UTF-8 text, or remove it.',
  }
}
