import type { FormField } from '../../model/form.js'
import {
  type Decoding,
  keyOf,
  type Piece,
  report,
  type Words,
  type Wrong,
  wrong,
  wrongKind,
} from '../decode/decoding.js'
import { map, optional, orElse, required } from '../decode/keys.js'
import { either, leaf, list, type Shape, textThat, to } from '../decode/shape.js'
import type { Tree } from '../decode/tree.js'
import { closestName } from '../text/closest-name.js'
import { checkIds } from './check-ids.js'
import { isNothing, slipsMax } from './form-dialect.js'

/** A text, white space at both ends dropped. GitHub refuses an empty one. */
const words = to(
  textThat((text) => text.trim() !== '', 'text that is not empty, in quotes if it has special characters'),
  (text) => text.trim(),
)
const hint = orElse(optional(words, null), null)

/** `true` or `false` as GitHub reads it, which is YAML 1.1; absent is false. */
const flag = orElse(
  optional(
    leaf(
      {},
      ({ place }) => `true or false, without quotes, as in ${keyOf(place)}: true`,
      (tree) => {
        if (tree.kind !== 'scalar' || !tree.plain) return wrong
        if (/^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/.test(tree.source)) return true
        return /^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/.test(tree.source) ? false : wrong
      },
    ),
    false,
  ),
  false,
)

/** A list of texts, or one text with commas in it. */
const names: Shape<readonly string[]> = leaf(
  {},
  ({ place }) =>
    `a list of texts, or one text with commas between them, as in ${keyOf(place)}: [first, second]`,
  (tree) => {
    if (tree.kind === 'scalar' && tree.source.trim() !== '')
      return tree.source.split(',').flatMap((part) => part.trim() || [])
    // An item without a value stands in public forms that GitHub shows; it names nobody.
    const items = tree.kind === 'list' ? tree.items.filter((item) => !isNothing(item)) : [tree]
    const texts = items.map((item) => (item.kind === 'scalar' ? item.source.trim() : ''))
    return texts.includes('') ? wrong : texts
  },
)

/** One element of a form's body, with its `id` as the file has it, or empty where it has none; a `markdown` element is no field. */
type ParsedElement = FormField | null

interface Facts {
  readonly id: string
  readonly line: number
  readonly required: boolean
  readonly accept: readonly string[] | null
}
const undemanded = { required: false, accept: null }

/** An element of one type. @param attributes what makes the field of what stands beside its attributes. */
function element(
  attributes: Shape<(facts: Facts) => FormField | null>,
  accepted: Shape<Pick<Facts, 'required' | 'accept'>> = to(map({ required: flag }), (found) => ({
    ...found,
    accept: null,
  })),
): Shape<ParsedElement> {
  const keys = {
    type: required(words, ''),
    id: orElse(optional(words, ''), ''),
    attributes: required(attributes, ''),
    validations: orElse(optional(accepted, undemanded), undemanded),
  }
  return to(map(keys), ({ id, attributes: make, validations }, _, { tree: { line } }) =>
    make({ id, line, ...validations }),
  )
}

/** The label, which becomes a heading of the issue. */
const label = to(words, (text, decoding, { tree }) => {
  if (!text.includes('\n') && !text.startsWith('#')) return text
  return report(decoding, tree.line, {
    code: 'form/file-label',
    what: `The label “${text.replaceAll('\n', ' ')}” cannot be told from the text of the issue, because it ${text.includes('\n') ? 'has a line break in it' : 'begins with #'}.`,
    fix: 'Write the label on one line and begin it with another character.',
  })
})

const harmlessLabel = to(label, (text, decoding, { tree }) => {
  if (/\bpassword\b/i.test(text)) {
    report(decoding, tree.line, {
      code: 'form/file-label',
      what: `The label “${text}” asks for a password; GitHub refuses such a form, because issues are no place for secrets.`,
      fix: 'Use another word, and never ask for a secret in an issue.',
    })
  }
  return text
})

const named = { label: required(label, ''), description: hint }
/** What is shown in a field before somebody fills it in; GitHub refuses an empty text there. */
const typedInto = { ...named, label: required(harmlessLabel, ''), placeholder: hint, value: hint }

const render = to(words, (text, decoding, piece) =>
  /^[^\s`]+$/.test(text)
    ? text
    : wrongKind(decoding, piece, 'the name of a language in one word, as in render: shell'),
)

interface Option {
  readonly text: string
  readonly line: number
}

/** An option of a dropdown. GitHub refuses the word None: it adds that option itself where nothing must be chosen. */
const option: Shape<Option> = {
  schema: () => ({}),
  decode: (decoding, { tree }) => {
    const text = tree.kind === 'scalar' ? tree.source.trim() : ''
    if (text.toLowerCase() === 'none') {
      report(decoding, tree.line, {
        code: 'form/file-option',
        what: `“${text}” is a reserved word among options; GitHub does not show such a form.`,
        fix: 'Remove the option: GitHub offers None by itself where the field is not required.',
      })
    }
    return { text, line: tree.line }
  },
}

const box = to(
  map({ label: required(words, ''), required: flag }),
  ({ label: text, required: demanded }, _, { tree }) => ({ text, required: demanded, line: tree.line }),
)

function optionsOf<Of extends Option>(one: Shape<Of>) {
  const some = to(list(one, '[first, second]', { partly: true }), (options, decoding) => {
    const seen = new Set<string>()
    for (const { text, line } of options) {
      const fault = optionFault(text, seen)
      seen.add(text)
      if (fault !== null) report(decoding, line, { code: 'form/file-option', ...fault })
    }
    return options
  })
  return orElse(required(some, ''), [])
}

function optionFault(text: string, seen: ReadonlySet<string>): Pick<Words, 'what' | 'fix'> | null {
  if (text === '' || text.includes('\n')) {
    return {
      what: 'An option must be one line of text.',
      fix: 'Write the option on one line, in quotes if it has special characters.',
    }
  }
  if (!seen.has(text)) return null
  return { what: `The option “${text}” stands twice.`, fix: 'Remove one of the two.' }
}

function checkDefault(text: string | null, count: number, decoding: Decoding, { tree, place }: Piece): void {
  if (text === null || (/^\d{1,4}$/.test(text) && Number(text) < count)) return
  report(decoding, decoding.lines.get(`${place}/default`) ?? tree.line, {
    code: 'form/file-wrong-type',
    what: `The default “${text}” is not the place of an option.`,
    fix: `Write a number from 0 (the first option) to ${Math.max(0, count - 1)}.`,
  })
}

/** What an upload may accept. Source: “Syntax for GitHub's form schema”, `accept` of `upload`. */
const fileExtensions =
  'zip gz tar.gz pdf docx xlsx pptx png jpg jpeg gif svg webp mp4 mov webm json py js ts log txt csv'.split(
    ' ',
  )

const accept = to(names, (written, decoding, { tree }) => {
  const extensions = written.map((name) => name.toLowerCase().replace(/^\./, ''))
  for (const extension of extensions) {
    if (fileExtensions.includes(extension)) continue
    report(decoding, tree.line, {
      code: 'form/file-accept',
      what: `GitHub does not take files that end in “.${extension}”.`,
      fix: 'Remove it from accept, or ask for the file in a zip archive.',
    })
  }
  return extensions
})

const elements = {
  markdown: element(to(map({ value: orElse(required(words, ''), null) }), () => () => null)),
  input: element(to(map(typedInto), (said) => (facts) => ({ ...fieldOf(facts, said), type: 'input' }))),
  textarea: element(
    to(map({ ...typedInto, render: orElse(optional(render, null), null) }), (said) => (facts) => ({
      ...fieldOf(facts, said),
      type: 'textarea',
      render: said.render,
    })),
  ),
  dropdown: element(
    to(
      map({ ...named, multiple: flag, options: optionsOf(option), default: hint }),
      (said, decoding, piece) => {
        checkDefault(said.default, said.options.length, decoding, piece)
        const options = said.options.map(({ text }) => text)
        return (facts) => ({ ...fieldOf(facts, said), type: 'dropdown', multiple: said.multiple, options })
      },
    ),
  ),
  checkboxes: element(
    to(map({ ...named, options: optionsOf(box) }), (said) => (facts) => ({
      ...fieldOf(facts, said),
      type: 'checkboxes',
      required: facts.required || said.options.some((each) => each.required),
      options: said.options.map((each) => ({ label: each.text, required: each.required })),
    })),
  ),
  upload: element(
    to(map(named), (said) => (facts) => ({
      ...fieldOf(facts, said),
      type: 'upload',
      accept: facts.accept,
    })),
    map({ required: flag, accept: orElse(optional(accept, null), null) }),
  ),
}

function fieldOf(
  { id, required: demanded, line }: Facts,
  said: { readonly label: string; readonly description: string | null },
) {
  return { id, label: said.label, description: said.description, required: demanded, line }
}

/** The type of an element that is of none. */
const noType = to(words, (text, decoding, { tree }) => {
  const types = Object.keys(elements)
  const meant = closestName(text, types, slipsMax)
  return report(decoding, tree.line, {
    code: 'form/file-unknown-type',
    what: `“${text}” is not a type of element.`,
    fix:
      meant === null
        ? `Use one of: ${types.join(', ')}.`
        : `Did you mean “${meant}”? The types are ${types.join(', ')}.`,
  })
})

const anyMap: Shape<null> = leaf({}, 'a map of keys and values', (tree) =>
  tree.kind === 'map' ? null : wrong,
)

const untold: Shape<ParsedElement> = to(
  map({
    type: required(noType, ''),
    id: hint,
    attributes: required(anyMap, ''),
    validations: optional(anyMap, null),
  }),
  (): ParsedElement | Wrong => wrong,
)

const anyElement = either<ParsedElement>(
  ...Object.entries(elements).map(([type, is]) => ({
    where: (tree: Tree) =>
      tree.kind === 'map' &&
      tree.entries.some(
        ({ key, value }) => key === 'type' && value.kind === 'scalar' && value.source.trim() === type,
      ),
    is,
  })),
  { where: () => true, is: untold },
)

/** The fields of a form, and whether every element could be told; only then they are all there are. */
const body = to(list(anyElement, '', { least: 0, partly: true }), (read, decoding, { tree }) => {
  const fields = checkIds(
    read.filter((each) => each !== null),
    decoding,
  )
  const whole = tree.kind === 'list' && read.length === tree.items.length
  if (whole && fields.length === 0) {
    report(decoding, tree.line, {
      code: 'form/file-no-fields',
      what: 'The form has no field to fill in; GitHub does not show such a form.',
      fix: 'Add at least one element that is not markdown.',
    })
  }
  return { fields, whole }
})

/** Longest description, in characters; GitHub hides a form with a longer one (MegaMek/megameklab#2303). */
const descriptionLengthMax = 200

const description = to(words, (text, decoding, { tree }) => {
  const { length } = [...text]
  if (length <= descriptionLengthMax) return text
  return report(decoding, tree.line, {
    code: 'form/file-description-too-long',
    what: `The description of the form has ${length} characters; GitHub shows no form with more than ${descriptionLengthMax}.`,
    fix: 'Shorten the description; long explanations belong into a markdown element.',
  })
})

const projects = to(names, (found, decoding, { tree }) => {
  for (const project of found) {
    if (/^[^/\s]+\/\d+$/.test(project)) continue
    report(decoding, tree.line, {
      code: 'form/file-wrong-type',
      what: `“${project}” is not a project.`,
      fix: 'Write the owner and the number of the project, as in acme/8.',
    })
  }
  return found
})

const someNames = orElse(optional(names, []), [])

/** A whole form, as far as it can be read. */
export const formGrammar = map({
  name: orElse(required(words, ''), ''),
  description: orElse(required(description, ''), ''),
  title: hint,
  labels: someNames,
  assignees: someNames,
  projects: orElse(optional(projects, []), []),
  type: hint,
  body: orElse(required(body, ''), { fields: [], whole: false }),
})
