import type { Json } from '../../../model/json.js'

/** A new JSON file, indented by two columns, with a final line end. */
export function writeJson(data: Json, eol: string): string {
  return `${JSON.stringify(data, null, 2).replaceAll('\n', eol)}${eol}`
}
