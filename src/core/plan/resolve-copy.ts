import { allProblems } from '../../model/all-problems.js'
import type { CopyChange } from '../../model/change.js'
import { ok, type Result } from '../../model/problem.js'
import type { ChangeTemplate } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { resolveBeside } from './resolve-beside.js'
import { resolveDocument } from './resolve-document.js'
import { resolveFilePath } from './resolve-file-path.js'
import { resolvePlace } from './resolve-place.js'

type Copy = Pick<CopyChange, 'kind' | 'from' | 'at' | 'beside'>

/** What is copied, one for each place; the path of the source is checked as strictly as one that is written. */
export function resolveCopy(
  template: ChangeTemplate & { readonly kind: 'copy' },
  context: ExpressionContext,
): Result<readonly Copy[]> {
  const file = resolveFilePath(template.from, context)
  const { of } = template
  if (of.kind === 'whole')
    return file.ok
      ? ok([{ kind: 'copy', from: { file: file.value, at: [], document: null }, at: null }])
      : file
  const document = resolveDocument(of.fromDocument, context)
  const beside = resolveBeside(of.beside, context)
  const places = of.places.map((place) => {
    const [from, to] = [resolvePlace(place.from, context), resolvePlace(place.to, context)]
    return from.ok && to.ok ? ok({ from: from.value, to: to.value }) : allProblems([from, to])
  })
  if (!file.ok || !document.ok || !beside.ok || !places.every((place) => place.ok))
    return allProblems([file, document, beside, ...places])
  return ok(
    places.map(({ value: { from, to } }): Copy => {
      const source = { file: file.value, at: from, document: document.value }
      return { kind: 'copy', from: source, at: to, ...beside.value }
    }),
  )
}
