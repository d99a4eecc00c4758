import { data } from '@actions/expressions'
import type { FunctionDefinition, FunctionInfo } from '@actions/expressions/funcs/info'
import { addDays } from './add-days.js'
import { slug } from './slug.js'

/** In UTF-16 units. GitHub's issue bodies have 65,536; a text that grows beyond this is a mistake or an attack. */
const textLengthMax = 100_000

/** The functions expressions may use besides GitHub's own. All are pure: the same request gives the same plan. */
export const ownFunctions: readonly FunctionDefinition[] = [
  define('lower', 1, ([text = '']) => text.toLowerCase()),
  define('upper', 1, ([text = '']) => text.toUpperCase()),
  define('slug', 1, ([text = '']) => slug(text)),
  define('replace', 3, ([text = '', search = '', by = '']) => replaceAll(text, search, by)),
  define('addDays', 2, ([date = '', days = '']) => addDays(date, days)),
]

/** Their names and how many arguments they take, for the parser. */
export const functionInfos: FunctionInfo[] = ownFunctions.map(({ name, minArgs, maxArgs }) => ({
  name,
  minArgs,
  maxArgs,
}))

/** A function of single values; a list or a map is refused, where the engine would take it for the text `Object`. */
function define(name: string, count: number, call: (texts: readonly string[]) => string): FunctionDefinition {
  return {
    name,
    minArgs: count,
    maxArgs: count,
    call: (...values) => new data.StringData(call(values.map((value) => textOf(name, value)))),
  }
}

function textOf(name: string, value: data.ExpressionData): string {
  if (value instanceof data.Array || value instanceof data.Dictionary)
    throw new Error(`${name} works on a text, and not on a list or a map`)
  return value.coerceString()
}

/** Every occurrence, literally; neither text is a pattern. */
function replaceAll(text: string, search: string, by: string): string {
  if (search === '') throw new Error('replace has nothing to look for')
  const pieces = text.split(search)
  if (text.length + pieces.length * by.length > textLengthMax)
    throw new Error(`replace would give more than ${textLengthMax} characters`)
  return pieces.join(by)
}
