import { isList, type Json } from '../../../model/json.js'
import { isMap } from '../json-shapes.js'
import { isFilled, listLines, mapLines, usualLayout } from './block-lines.js'
import { flowText } from './scalar-text.js'

/**
 * A new YAML file of one document in block style. Own lines rather than a printer's: the same texts are quoted as in an edit,
 * so that setting a value back gives the bytes it was created with.
 */
export function writeYaml(data: Json, eol: string): string {
  if (!isFilled(data)) return `${flowText(data, usualLayout.quotes)}${eol}`
  const lines = isList(data)
    ? listLines(data, 0, usualLayout)
    : isMap(data)
      ? mapLines(data, 0, usualLayout)
      : []
  return lines.map((line) => `${line}${eol}`).join('')
}
