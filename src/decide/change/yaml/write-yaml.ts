import type { Json } from '../../../model/json.js'
import { isList, isMap } from '../json-shapes.js'
import { isFilled, type Layout, listLines, mapLines } from './block-lines.js'
import { flowText } from './flow-text.js'

/** The layout of Kubernetes' own examples. */
const layout: Layout = { mapStep: 2, listStep: 2, dashGap: 2, quotes: 'plain', literals: true }

/**
 * A new YAML file of one document in block style. Own lines rather than a printer's: the same texts are quoted as in an edit,
 * so that setting a value back gives the bytes it was created with.
 */
export function writeYaml(data: Json, eol: string): string {
  if (!isFilled(data)) return `${flowText(data, layout.quotes)}${eol}`
  const lines = isList(data) ? listLines(data, 0, layout) : isMap(data) ? mapLines(data, 0, layout) : []
  return lines.map((line) => `${line}${eol}`).join('')
}
