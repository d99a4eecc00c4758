import type { Dialect } from '../decode/decoding.js'
import type { YamlRules } from '../decode/read-yaml.js'
import type { Tree } from '../decode/tree.js'
import { closestName } from '../text/closest-name.js'

/** Most slips with which a word of GitHub's forms is still taken for it. */
export const slipsMax = 2

/** How the problems of an issue form are told; an optional key without a value counts as absent, as on GitHub. */
export const formDialect: Dialect = {
  codes: {
    value: 'form/file-wrong-type',
    unknownKey: 'form/file-unknown-key',
    missing: 'form/file-missing-key',
  },
  called: (place) => {
    const [, parent = '', key = ''] = /^(?:(.*)\/)?(\D[^/]*)$/.exec(place) ?? []
    return key === '' ? capital(mapAt(place)) : `“${key}” in ${mapAt(parent)}`
  },
  unknownKey: (key, place, known) => {
    const meant = closestName(key, known, slipsMax)
    return {
      what: `GitHub does not know the key “${key}” in ${mapAt(place)}.`,
      fix:
        meant === null
          ? `Remove it; the keys are ${known.join(', ')}.`
          : `Did you mean “${meant}”? If not, remove it.`,
    }
  },
  missing: (key, place) => ({
    what: `${capital(mapAt(place))} has no ${key}; GitHub does not show such a form.`,
    fix: `Add ${key}.`,
  }),
  isLeftOut: isNothing,
}

/** GitHub's own reader follows YAML 1.1 and takes labels and options as they are written; a form of 100 fields has about 4,000 parts. */
export const formYaml: YamlRules = {
  schema: 'failsafe',
  depthMax: 32,
  tokensMax: 10_000,
  codes: {
    tooLarge: 'form/file-too-large',
    tooDeep: 'form/file-too-complex',
    syntax: 'form/file-not-yaml',
    indirection: 'form/file-alias',
    mergeKey: 'form/file-alias',
    duplicateKey: 'form/file-duplicate-key',
    key: 'form/file-wrong-type',
  },
  syntaxFix: 'Correct the line; text with a colon, a hash or a quote in it needs quotes around it.',
}

/** In words, as in `option 2 in the attributes of element 3`. */
function mapAt(place: string): string {
  const [, element, part, option] =
    /^body\/(\d+)(?:\/(attributes|validations)(?:\/options\/(\d+))?)?$/.exec(place) ?? []
  if (element === undefined) return 'the form'
  const whole = `element ${Number(element) + 1}`
  const inside = part === undefined ? whole : `the ${part} of ${whole}`
  return option === undefined ? inside : `option ${Number(option) + 1} in ${inside}`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

export function isNothing(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.plain && ['', '~', 'null', 'Null', 'NULL'].includes(tree.source)
}
