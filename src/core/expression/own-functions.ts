import { data } from '@actions/expressions'
import type { FunctionDefinition, FunctionInfo } from '@actions/expressions/funcs/info'
import { isDay } from '../../model/instant.js'

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

/** In days, about a hundred years. */
const daysMax = 36_525
const millisecondsPerDay = 86_400_000

/**
 * The date so many days after (or before) another, in the proleptic Gregorian calendar; no clock and no time zone is asked.
 * @param date as in `2026-11-20`.
 * @param days a whole number.
 * @throws if one of them is none: the engine turns the message into a problem.
 */
function addDays(date: string, days: string): string {
  const count = /^-?\d{1,6}$/.test(days) ? Number(days) : null
  if (count === null || Math.abs(count) > daysMax)
    throw new Error(`addDays needs a whole number of at most ${daysMax} days, and got “${days}”`)
  if (!isDay(date)) throw new Error(`addDays needs a date as in 2026-11-20, and got “${date}”`)
  const result = dateText(Date.parse(`${date}T00:00:00Z`) + count * millisecondsPerDay)
  if (!/^\d{4}-/.test(result)) throw new Error('addDays leaves the years 0 to 9999')
  return result
}

function dateText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString()
  return text.slice(0, text.indexOf('T'))
}

/** Letters that have no base letter in Unicode, as people write them in ASCII. */
const spelled: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ł', 'l'],
  ['þ', 'th'],
  ['ð', 'd'],
])

/**
 * A text as a name of lower-case letters a to z, digits and single hyphens, none at either end: accents go, everything else becomes a
 * hyphen. Empty where nothing is left. Two texts may give the same name.
 */
export function slug(text: string): string {
  const letters = [...text.toLowerCase()].map((letter) => spelled.get(letter) ?? letter).join('')
  const plain = letters.normalize('NFKD').replace(/\p{M}/gu, '')
  const words = plain.replace(/[^a-z0-9]+/g, '-')
  return words.slice(
    words.startsWith('-') ? 1 : 0,
    words.endsWith('-') ? Math.max(words.length - 1, 0) : undefined,
  )
}
