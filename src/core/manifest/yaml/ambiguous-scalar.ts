import { CORE_SCHEMA, NOT_RESOLVED } from 'js-yaml'

/** Booleans to YAML 1.1, texts to YAML 1.2; `=` and `<<` have a meaning of their own to some. */
const words = /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|=|<<)$/

/** Numbers that are the same to every reader; whole ones in decimal digits are looked at apart. */
const sameNumbers = [
  /^0x[\da-fA-F]+$/,
  /^[-+]?(?:\d+\.\d*|\.\d+)(?:[eE][-+]\d+)?$/,
  /^[-+]?\.(?:inf|Inf|INF)$/,
  /^\.(?:nan|NaN|NAN)$/,
]

/**
 * What at least one of these readers takes for a number or a date: YAML 1.2's core schema, YAML 1.1 (libyaml's bindings, Ruby), Go's yaml
 * (Kubernetes), which also leaves underscores out.
 */
const someNumbers = [
  /^[-+]?\d[\d_]*$/,
  /^[-+]?0[bB][01_]+$/,
  /^[-+]?0[oO][0-7_]+$/,
  /^[-+]?0[xX][\da-fA-F_]+$/,
  /^[-+]?(?:\d[\d_]*\.?[\d_]*|\.[\d_]+)(?:[eE][-+]?[\d_]+)?$/,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt\s])/,
]

/**
 * Whether readers of YAML take a text without quotes for different things: `yes`, `0400` (400 or 256), `1_000`, `1e3`, `12:30`, `2026-11-27`.
 * So is a whole number that no computer's usual number can hold.
 */
export function isAmbiguous(source: string): boolean {
  if (words.test(source)) return true
  if (/^[-+]?(?:0|[1-9]\d*)$/.test(source)) return !isExact(source)
  if (sameNumbers.some((pattern) => pattern.test(source))) return false
  return someNumbers.some((pattern) => pattern.test(source))
}

function isExact(digits: string): boolean {
  const value = Number(digits)
  return Number.isSafeInteger(value) || String(value) === digits
}

/** What a text without quotes is to YAML 1.2. */
export function coreValue(source: string): unknown {
  for (const tag of CORE_SCHEMA.tags) {
    const value: unknown =
      tag.nodeKind === 'scalar' && tag.implicit ? tag.resolve(source, false, tag.tagName) : NOT_RESOLVED
    if (value !== NOT_RESOLVED) return value
  }
  return source
}
