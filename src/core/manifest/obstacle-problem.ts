import type { Json } from '../../model/json.js'
import type { ObservedFile } from '../../model/manifest.js'
import type { Problem } from '../../model/problem.js'
import { isUnsafeName } from '../text/is-unsafe-name.js'
import { onLine } from './choose-document.js'
import { isMap, ownValue } from './json-shapes.js'
import { fileLengthMax } from './limits.js'
import { lineOf } from './line-finder.js'
import { manifestFormat } from './manifest-format.js'
import { chartTemplateLine } from './template-problem.js'

/**
 * Why nothing may be read or written at a path, or null.
 * @param meant what was meant to happen with the file.
 */
export function obstacleProblem(
  observed: ObservedFile,
  meant: 'written' | 'copied' = 'written',
): Problem | null {
  switch (observed.kind) {
    case 'text':
    case 'absent':
      return null
    case 'blocked':
      return {
        code: 'change/path-blocked',
        file: observed.path,
        what: `${observed.path} cannot be ${meant}, because ${observed.at} is ${blockedBy[observed.by]}.`,
        fix: 'Choose another path, or replace what stands there by a regular file or folder.',
      }
    case 'unreadable':
      return observed.why === 'too-large'
        ? fileTooLarge(observed.path)
        : {
            code: 'change/not-text',
            file: observed.path,
            what: `${observed.path} is not UTF-8 text.`,
            fix: 'Save the file as UTF-8 in the target repository.',
          }
  }
}

const blockedBy: Readonly<Record<(ObservedFile & { kind: 'blocked' })['by'], string>> = {
  symlink: 'a symbolic link',
  submodule: 'a submodule, which is another repository',
  folder: 'a folder',
  file: 'a file, not a folder',
  'case-collision':
    'there under a name that differs only by upper and lower case, or by how a letter is written',
}

/** Why a file of that size is not edited. */
export function fileTooLarge(path: string): Problem {
  return {
    code: 'change/file-too-large',
    file: path,
    what: `${path} is larger than ${fileLengthMax} characters, or the files of the request are together larger than eight such files.`,
    fix: 'Split the file, or change it by hand.',
  }
}

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

/** In UTF-16 units. A longer key cannot stand on one line in YAML (1,024), and none is meant to be that long. */
const keyLengthMax = 250
/** In levels, well below js-yaml's limit of 100, so that a value fits below any place of a manifest. */
const depthMax = 40
/** In maps, lists and single values, so that the work one change causes is bounded. */
const nodesMax = 10_000

/** Why data may not be written into a manifest, or null. Refused are names that change objects, and text that is no text. */
export function unsafeDataProblem(data: Json): Problem | null {
  const fault = dataFault(data, 0, { nodes: 0 })
  if (fault === null) return null
  return {
    code: 'change/unsafe-data',
    what: fault,
    fix: 'Correct the value, or the request type that uses it.',
  }
}

function dataFault(data: Json, depth: number, seen: { nodes: number }): string | null {
  seen.nodes += 1
  if (seen.nodes > nodesMax) return `The data to write has more than ${nodesMax} values.`
  if (depth > depthMax) return `The data to write is nested more than ${depthMax} levels deep.`
  if (typeof data === 'string') return textFault(data)
  if (data === null || typeof data !== 'object') return null
  for (const [key, value] of Object.entries(data)) {
    const fault = (Array.isArray(data) ? null : keyFault(key)) ?? dataFault(value, depth + 1, seen)
    if (fault !== null) return fault
  }
  return null
}

function keyFault(key: string): string | null {
  if (isUnsafeName(key)) return `“${key}” cannot be the name of an entry.`
  if (key === '') return 'The name of an entry is empty.'
  if (key === '<<') return 'The name “<<” merges another entry instead of naming one.'
  return key.length > keyLengthMax
    ? `The name of an entry is longer than ${keyLengthMax} characters.`
    : textFault(key)
}

/** Half a character (a lone surrogate) has no UTF-8 form, and YAML cannot carry U+0000 everywhere. */
function textFault(text: string): string | null {
  return /\p{Cs}|\0/u.test(text) ? 'A text has a character that no file can hold.' : null
}
