import type { Json } from '../../model/json.js'
import type { Result } from '../../model/problem.js'
import { readJson, readJsonExactly, writeJson } from './json/read-json.js'
import { spliceJson } from './json/splice-json.js'
import type { Reading } from './reading.js'
import type { DocumentEdit } from './splice-in-batches.js'
import { readYaml, readYamlExactly } from './yaml/read-yaml.js'
import { spliceLargeYaml, spliceYaml } from './yaml/splice-yaml.js'
import { writeYaml } from './yaml/write-yaml.js'

/** How manifests of one format are read, edited in place and written new. */
export interface ManifestFormat {
  /** The data of every document, by the parser that proves. */
  readonly read: (text: string, file: string) => Result<readonly Json[]>
  /** The same, and what readers of the format disagree about. */
  readonly readExactly: (text: string, file: string) => Result<Reading>
  /** The text with the edits spliced in, not proven yet. */
  readonly splice: (text: string, edits: readonly DocumentEdit[]) => Result<string>
  /** The same at less cost, where the text permits; what it gives may be wrong and has to be proven. */
  readonly spliceFast: ((text: string, edits: readonly DocumentEdit[]) => Result<string> | null) | null
  /** A whole new file. */
  readonly write: (data: Json, eol: string) => string
}

const yaml: ManifestFormat = {
  read: readYaml,
  readExactly: readYamlExactly,
  splice: spliceYaml,
  spliceFast: spliceLargeYaml,
  write: writeYaml,
}
const json: ManifestFormat = {
  read: readJson,
  readExactly: readJsonExactly,
  splice: spliceJson,
  spliceFast: null,
  write: writeJson,
}
const formats: ReadonlyMap<string, ManifestFormat> = new Map([
  ['yaml', yaml],
  ['yml', yaml],
  ['json', json],
  ['jsonc', json],
])

/** The format of a manifest by the extension of its path, or null where it is plain text to us. */
export function manifestFormat(path: string): ManifestFormat | null {
  return formats.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase()) ?? null
}
