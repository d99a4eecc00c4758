import type { DropdownField } from '../../model/form.js'
import { decodeOptions } from './decode-options.js'
import { emptyReading, listed, type Reading, type Section, sectionProblem, trimAscii } from './section.js'
import { quoteText } from './show-text.js'
import { unseenCharacters } from './unseen-characters.js'

/** GitHub's own option in a dropdown that need not be answered. Source: “Syntax for GitHub's form schema”, dropdown. */
const noOption = 'None'

/** Reads the chosen option, or the chosen options in the order of the form. */
export function readDropdown(section: Section<DropdownField>): Reading {
  const { options, multiple } = section.field
  const text = trimAscii(section.lines.join('\n'))
  if (!multiple && options.includes(text)) return { kind: 'value', value: text }
  // In a required dropdown None is no answer either: it is reported as missing, which says more than “unknown option”.
  if (text === noOption && !options.includes(noOption)) return emptyReading
  if (!multiple) return unknown(section, text)
  const decoded = decodeOptions(text, options)
  switch (decoded.kind) {
    case 'unknown':
      return unknown(section, decoded.piece)
    case 'repeated':
      return refuse(
        section,
        'form/option-unknown',
        `“${decoded.option}” is chosen twice in “${section.field.label}”.`,
      )
    case 'ambiguous':
      return refuse(
        section,
        'form/option-ambiguous',
        `${quoteText(text)} can be read as different choices, because some options of “${section.field.label}” have commas in them.`,
      )
    case 'chosen':
      return { kind: 'value', value: decoded.options }
  }
}

function unknown(section: Section<DropdownField>, piece: string): Reading {
  const problems = unseenCharacters(section, 0, piece.slice(0, piece.indexOf('\n') >>> 0))
  if (problems.length > 0) return { kind: 'problems', problems }
  return refuse(
    section,
    'form/option-unknown',
    `${quoteText(piece)} is not an option of “${section.field.label}”.`,
  )
}

function refuse(section: Section<DropdownField>, code: string, what: string): Reading {
  const { field } = section
  const choose = `choose ${field.multiple ? 'from' : 'one of'}: ${listed(field.options)}`
  const fix =
    code === 'form/option-ambiguous'
      ? 'Choose fewer options, or ask the owner of the form to take the commas out of its options.'
      : `Edit the issue and ${choose}.`
  return { kind: 'problems', problems: [sectionProblem(section, 0, code, what, fix)] }
}
