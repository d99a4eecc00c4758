import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import { isMap, ownValue } from './json-shapes.js'

/** Why a file may not be edited because its text means something else than its data, or null. */
export function closedProblem(documents: readonly Json[], text: string, file: string): Problem | null {
  if (documents.some((document) => isMap(document) && isMap(ownValue(document, 'sops')))) {
    return {
      code: 'change/sops-file',
      file,
      what: `${file} is encrypted with SOPS, and any edit would break its seal.`,
      fix: 'Change it with the sops command, or keep the value in another file.',
    }
  }
  if (!file.split('/').includes('templates') || !text.includes('{{')) return null
  return {
    code: 'change/template-file',
    file,
    what: `${file} is a template with {{ }} in it, not YAML.`,
    fix: 'Let the request change the values the template is filled with, not the template.',
  }
}
