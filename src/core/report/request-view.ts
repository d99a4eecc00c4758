import type { Form } from '../../model/form.js'
import type { Json } from '../../model/json.js'
import type { LeftPlace, Plan } from '../../model/plan.js'
import type { Request } from '../../model/request.js'
import { planPlaces } from '../plan/plan-places.js'
import {
  blocks,
  code,
  codeBlock,
  details,
  type Markdown,
  markdown,
  reference,
  table,
} from '../text/markdown.js'
import { planDiff } from './plan-diff.js'

/** Longest value shown in the table of a request, in characters; the issue above shows the whole text. */
const shownValueMax = 200
/** Longest diff shown, in characters: GitHub takes 65,536 in a comment, and the rest of the comment needs room. */
const shownDiffMax = 40_000
/** A diff of at most this many lines is shown open. */
const openDiffLines = 40

/** What was asked for, label by label, as the form names it. */
export function requestTable(form: Form, request: Request): Markdown {
  const rows = form.fields.map((field) => [
    markdown`${field.label}`,
    shown(request.values.get(field.id) ?? null),
  ])
  return table(['Requested', ''], rows)
}

/** The change itself: a table of the files and the diff. */
export function planView(plan: Plan): Markdown {
  const rows = plan.files.map((file) => [code(file.path), markdown`${changeWords[file.change]}`])
  return blocks(table(['File', 'Change'], rows), placesView(plan), leftView(plan), diffView(planDiff(plan)))
}

/** What of a request is not taken back, and to whom it belongs by now; null where that is nothing. */
export function leftView({ left = [] }: Plan): Markdown | null {
  if (left.length === 0) return null
  const [others, letGo] = [left.filter((each) => each.letGo !== true), left.filter((each) => each.letGo)]
  return blocks(
    others.length === 0
      ? null
      : markdown`These places stay as they are: another request has written them since, and is in force.`,
    others.length === 0
      ? null
      : table(
          ['File', 'Place', 'Superseded by'],
          others.slice(0, placesShownMax).map((each) => [...leftPlace(each), reference(null, each.by)]),
        ),
    letGo.length === 0
      ? null
      : markdown`These places stay as somebody has changed them: that was accepted, and this request has let go of them.`,
    letGo.length === 0 ? null : table(['File', 'Place'], letGo.slice(0, placesShownMax).map(leftPlace)),
  )
}

function leftPlace({ path, place }: LeftPlace): readonly Markdown[] {
  return [code(path), place === '' ? markdown`the whole file` : code(shorten(place, shownValueMax))]
}

/** Places listed; the diff below shows all of them. */
const placesShownMax = 20

/** What changes inside existing files, place by place, as data rather than as text; null where only whole files come or go. */
export function placesView(plan: Plan): Markdown | null {
  const places = planPlaces(plan).filter(({ place }) => place !== '')
  if (places.length === 0) return null
  const rows = places
    .slice(0, placesShownMax)
    .map(({ path, document, place, old, new: next }) => [
      code(path),
      document === null
        ? code(shorten(place, shownValueMax))
        : markdown`${code(shorten(place, shownValueMax))} of document ${document + 1}`,
      side(old),
      side(next),
    ])
  return table(['File', 'Place', 'Before', 'After'], rows)
}

function side(text: string | null): Markdown {
  return text === null ? markdown`–` : code(shorten(text, shownValueMax))
}

/** What becomes of a file, for people. */
export const changeWords = { create: 'new file', update: 'changed', delete: 'removed' } as const

function diffView(diff: string): Markdown {
  const cut = diff.length > shownDiffMax
  const text = cut ? diff.slice(0, diff.lastIndexOf('\n', shownDiffMax) + 1) : diff
  const block = codeBlock(text, 'diff')
  const all = cut ? blocks(block, markdown`The rest of the diff is in the pull request.`) : block
  return diff.split('\n').length <= openDiffLines ? all : details(markdown`The exact change`, all)
}

function shown(value: Json): Markdown {
  if (value === null) return markdown`–`
  if (Array.isArray(value))
    return value.length === 0 ? markdown`–` : code(shorten(value.map(plain).join(', '), shownValueMax))
  return code(shorten(plain(value), shownValueMax))
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The beginning of a long text. */
export function shorten(text: string, lengthMax: number): string {
  const characters = [...text]
  return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax).join('')} …`
}
