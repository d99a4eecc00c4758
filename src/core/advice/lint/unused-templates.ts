import type { PolicyFile } from '../../../model/policy.js'
import type { Problem } from '../../../model/problem.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'

/**
 * The templates that no request type names; a README among them explains the folder to people.
 * @param types all request types: while one cannot be read, nobody knows which templates it uses.
 */
export function unusedTemplates(
  templates: readonly PolicyFile[],
  types: readonly LocatedRequestType[],
): readonly Problem[] {
  const used = new Set(types.flatMap(({ type }) => (type.templates ?? []).map(({ path }) => path)))
  return templates
    .filter(({ path }) => !used.has(path) && !path.endsWith('/README.md'))
    .map(({ path }) => ({
      code: 'type/template-unused',
      file: path,
      line: 1,
      what: `No request type uses the template ${path}.`,
      fix: `Remove it, or name it in a change, as in content-from: ${path.slice('.github/issueops/'.length)}.`,
    }))
}
