import { wrong } from '../core/decode/decoding.js'
import { openMap } from '../core/decode/keys.js'
import { has, mayHave, readJson, some } from '../core/decode/read-data.js'
import { anyText, anything, either, nothing, saying, to, whole, word, yes } from '../core/decode/shape.js'
import { pathStep } from '../core/ledger/record-form.js'
import { filePathProblem } from '../core/plan/resolve-file-path.js'
import { gitBlobOid } from '../core/text/git-oid.js'
import type { FileState, PlannedFile } from '../model/plan.js'
import { UsageError } from './exit-code.js'
import { readText } from './read-text.js'

/**
 * The files of a plan that `issueops plan --json` printed. Whoever has it may have changed it: a path a plan may not write is refused, so
 * that undoing writes nowhere else.
 * @throws UsageError when it is no such plan.
 */
export function readPlan(path: string): readonly PlannedFile[] {
  const read = readJson(plan, readText(path))
  if (read === wrong) throw new UsageError(`${path} is no plan; print one with: issueops plan … --json`)
  for (const file of read.files) {
    const refused = filePathProblem(file.path.split('/').map((text) => ({ text, literal: true })))
    if (refused !== null) throw new UsageError(`${path}: ${refused.what}`)
  }
  return read.files
}

const state = to(anyText, (text): FileState => ({ oid: gitBlobOid(text), text }))
const place = openMap({
  document: mayHave(whole(0)),
  resource: mayHave(openMap({ kind: has(anyText), name: has(anyText) })),
  at: has(some(pathStep)),
  old: mayHave(anything),
  new: mayHave(anything),
})
const base = { path: has(anyText), mode: has(word(['100644', '100755'])), places: has(some(place)) }

const file = either<PlannedFile>(
  {
    where: saying('change', 'create'),
    is: openMap({ ...base, change: has(word(['create'])), before: has(nothing), after: has(state) }),
  },
  {
    where: saying('change', 'update'),
    is: openMap({ ...base, change: has(word(['update'])), before: has(state), after: has(state) }),
  },
  {
    where: () => true,
    is: openMap({ ...base, change: has(word(['delete'])), before: has(state), after: has(nothing) }),
  },
)

const plan = openMap({ ok: has(yes), files: has(some(file)) })
