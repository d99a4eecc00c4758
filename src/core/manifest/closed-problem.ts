import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import { isMap, ownValue } from './json-shapes.js'
import { lineOf } from './line-of.js'
import { manifestFormat } from './manifest-format.js'
import { onLine } from './searched-document.js'
import { chartTemplateLine } from './template-problem.js'

/** Why a file may not be edited because its text means something else than its data, or null. */
export function closedProblem(documents: readonly Json[], text: string, file: string): Problem | null {
  if (isSealed(documents)) return sopsFile(file, text)
  const line = chartTemplateLine(file, text)
  if (line === null) return null
  return {
    code: 'change/template-file',
    file,
    line,
    what: `${file} is a template with {{ }} in it, not YAML.`,
    fix: 'Let the request change the values the template is filled with, not the template.',
  }
}

/**
 * Why a whole file may neither be copied nor replaced by another text, or null: it is encrypted with SOPS, for recipients that belong to its
 * path. A text that cannot be read as data is judged by its lines.
 */
export function sealedProblem(text: string, file: string): Problem | null {
  const documents = manifestFormat(file)?.read(text.replace(/^\ufeff/, ''), file)
  const sealed = documents?.ok === true ? isSealed(documents.value) : seal.test(text)
  return sealed ? sopsFile(file, text) : null
}

function isSealed(documents: readonly Json[]): boolean {
  return documents.some((document) => isMap(document) && isMap(ownValue(document, 'sops')))
}

/** How the seal begins in YAML, `.env` and INI files. */
const seal = /^(?:sops:|sops_mac=|\[sops\])/m

function sopsFile(file: string, text: string): Problem {
  const at = text.search(seal.test(text) ? seal : /"sops"\s*:/)
  return {
    code: 'change/sops-file',
    file,
    ...onLine(at < 0 ? null : lineOf(text, at)),
    what: `${file} is encrypted with SOPS, and any edit would break its seal.`,
    fix: 'Change it with the sops command, or keep the value in another file.',
  }
}
