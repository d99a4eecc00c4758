import type { UploadField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import {
  emptyReading,
  problemsPerFieldMax,
  type Reading,
  type Section,
  sectionProblem,
  trimAscii,
} from './section.js'
import { showText } from './show-text.js'

/**
 * Reads the addresses of uploaded files: `[name](address)`, `![name](address)` or `<img … src="address" …>` on lines of their own; every
 * address must be a file that GitHub itself keeps. Forms seen in public issues (microsoft/PowerToys#48620, #50481).
 */
export function readUpload(section: Section<UploadField>, serverUrl: string): Reading {
  const addresses: string[] = []
  const problems: Problem[] = []
  for (const [row, line] of section.lines.entries()) {
    const text = trimAscii(line)
    if (text === '') continue
    const address = linkAddress(text) ?? imageAddress(text)
    if (address === null)
      problems.push(notUploaded(section, row, `“${showText(text)}” is not an uploaded file`, serverUrl))
    else {
      const problem = checkAddress(section, row, address, serverUrl)
      if (problem !== null) problems.push(problem)
      addresses.push(address)
    }
    if (problems.length >= problemsPerFieldMax) break
  }
  if (problems.length > 0) return { kind: 'problems', problems }
  return addresses.length === 0 ? emptyReading : { kind: 'value', value: addresses }
}

/** The address of a line that is one link or one picture and nothing else. */
function linkAddress(text: string): string | null {
  const start = text.startsWith('![') ? 2 : text.startsWith('[') ? 1 : null
  const middle = text.lastIndexOf('](')
  if (start === null || middle < start || !text.endsWith(')')) return null
  const name = text.slice(start, middle)
  return /[[\]<>`\\]/.test(name) ? null : text.slice(middle + 2, -1)
}

/** The address of a line that is one `<img>` tag with the attributes GitHub writes, each at most once. */
function imageAddress(text: string): string | null {
  if (!text.startsWith('<img ') || !text.endsWith('>')) return null
  const inside = trimAscii(text.slice(5, text.endsWith('/>') ? -2 : -1))
  const found = new Map<string, string>()
  let at = 0
  while (at < inside.length) {
    const equals = inside.indexOf('="', at)
    const end = inside.indexOf('"', equals + 2)
    const name = trimAscii(inside.slice(at, Math.max(at, equals)))
    if (equals < 0 || end < 0 || found.has(name) || !imageAttributes.has(name)) return null
    found.set(name, inside.slice(equals + 2, end))
    at = end + 1
    if (at < inside.length && inside[at] !== ' ') return null
  }
  return found.get('src') ?? null
}

const imageAttributes: ReadonlySet<string> = new Set(['width', 'height', 'alt', 'src'])

/** Extensions of files that GitHub keeps without their name, so that only “a picture or a video” can be told. */
const mediaExtensions: ReadonlySet<string> = new Set([
  'png',
  'jpg',
  'jpeg',
  'gif',
  'svg',
  'webp',
  'mp4',
  'mov',
  'webm',
])

/**
 * An address counts when it begins with the server's own upload folder, character for character, so that no user name, port, other host or
 * other scheme can stand in it, and goes on with plain segments only.
 */
function checkAddress(
  section: Section<UploadField>,
  row: number,
  address: string,
  serverUrl: string,
): Problem | null {
  const folder = `${serverUrl}/user-attachments/`
  const path = address.startsWith(folder) && folder.startsWith('https://') ? address.slice(folder.length) : ''
  const file = /^files\/\d{1,20}\/([\w.~%+-]{1,255})$/.exec(path)?.[1]
  const asset = /^assets\/[0-9A-Za-z-]{1,64}$/.test(path)
  const escaped = /%(?:2e|2f|5c|[01][0-9a-f]|7f)/i.test(path)
  if ((file === undefined && !asset) || escaped || /^\.+$/.test(file ?? '')) {
    return notUploaded(section, row, `“${showText(address)}” is not a file that was uploaded here`, serverUrl)
  }
  const { accept } = section.field
  if (accept === null) return null
  const fits =
    file === undefined ? accept.some((each) => mediaExtensions.has(each)) : endsWithOneOf(file, accept)
  if (fits) return null
  return sectionProblem(
    section,
    row,
    'form/upload-type',
    `“${showText(file ?? address)}” is not one of the kinds of file that “${section.field.label}” takes.`,
    `Edit the issue and upload a file that ends in ${accept.map((each) => `.${each}`).join(', ')}.`,
  )
}

function endsWithOneOf(file: string, extensions: readonly string[]): boolean {
  const name = file.toLowerCase()
  return extensions.some((extension) => name.endsWith(`.${extension}`) && name.length > extension.length + 1)
}

function notUploaded(section: Section<UploadField>, row: number, what: string, serverUrl: string): Problem {
  return sectionProblem(
    section,
    row,
    'form/upload-foreign',
    `${what}.`,
    `Edit the issue and drag the file into the text below “### ${section.field.label}”, which makes a link to ${serverUrl}/user-attachments/.`,
  )
}
