import { expect, test } from 'vitest'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import { form, must, typeText } from './fixtures.js'

const path = '.github/issueops/namespace.yml'
const fields = form(`  - type: input
    id: name
    attributes: { label: Name }
  - type: input
    id: cpu
    attributes: { label: CPU }
  - type: dropdown
    id: environment
    attributes: { label: Environment, options: [dev, prod] }
  - type: dropdown
    id: replicas
    attributes: { label: Replicas, options: ["1", three] }
  - type: textarea
    id: ports
    attributes: { label: Ports }
  - type: checkboxes
    id: zones
    attributes: { label: Zones, options: [{ label: a }, { label: b }] }
`)

function check(rest: string) {
  return checkRequestType(must(locateRequestType({ path, blob: null, text: typeText(rest) })), fields)
}

test('a request type that agrees with its form has no problems', () => {
  const text = `fields:
  name: { pattern: "^[a-z]+$", minLength: 3, maxLength: 3, description: three letters }
  cpu: { type: integer, minimum: 1, maximum: 16, enum: [1, 2], not: { const: 3 } }
  environment: { enum: [dev] }
  ports: { type: array, items: { type: integer, maximum: 65535 }, minItems: 1, uniqueItems: true }
  zones: { maxItems: 1, items: { enum: [a] } }
rules:
  - assert: request.cpu <= 4 || request.environment != 'PROD' || contains(request.zones, 'a') || request.environment == ''
    message: No.
ensure: \${{ 'dev' == request.environment && 'absent' || 'present' }}
`
  expect(check(text)).toEqual([])
})

test.each([
  [
    'a field the form does not have',
    'fields:\n  colour: { maxLength: 3 }',
    [
      7,
      'type/field-unknown',
      'The form namespace.yml has no field “colour”.',
      'The fields are: name, cpu, environment, replicas, ports, zones.',
    ],
  ],
  [
    'a field the form almost has',
    'fields:\n  environmnt: { maxLength: 3 }',
    [
      7,
      'type/field-unknown',
      'The form namespace.yml has no field “environmnt”.',
      'Did you mean environment? The fields are: name, cpu, environment, replicas, ports, zones.',
    ],
  ],
  [
    'an unknown field in a rule',
    'rules:\n  - assert: request.cpus < 4\n    message: No.',
    [
      7,
      'expression/unknown-field',
      'The form has no field “cpus”.',
      'Did you mean cpu? The fields are: name, cpu, environment, replicas, ports, zones.',
    ],
  ],
  [
    'an unknown field in ensure',
    'ensure: ${{ request.action }}',
    [
      6,
      'expression/unknown-field',
      'The form has no field “action”.',
      'The fields are: name, cpu, environment, replicas, ports, zones.',
    ],
  ],
  [
    'an option the form does not offer, in a rule',
    "rules:\n  - assert: request.environment != 'prd'\n    message: No.",
    [
      7,
      'type/option-unknown',
      '“prd” is compared with environment, and the form does not offer it.',
      'Did you mean prod? The options of “Environment” are: dev, prod.',
    ],
  ],
  [
    'an option the form does not offer, written first',
    "rules:\n  - assert: ('prd' == request.environment)\n    message: No.",
    [
      7,
      'type/option-unknown',
      '“prd” is compared with environment, and the form does not offer it.',
      'Did you mean prod? The options of “Environment” are: dev, prod.',
    ],
  ],
  [
    'an option the form does not offer, looked for in a list',
    "rules:\n  - assert: contains(request.zones, 'c')\n    message: No.",
    [
      7,
      'type/option-unknown',
      '“c” is compared with zones, and the form does not offer it.',
      'The options of “Zones” are: a, b.',
    ],
  ],
  [
    'an option the form does not offer, among those accepted',
    'fields:\n  environment:\n    enum: [dev, test]',
    [
      8,
      'type/option-unknown',
      'The form does not offer “test” for “Environment”.',
      'The options are: dev, prod.',
    ],
  ],
  [
    'a pattern that could run for ever',
    'fields:\n  name: { pattern: "^(?=a)(a+)+$" }',
    [
      7,
      'type/pattern',
      'The pattern ^(?=a)(a+)+$ cannot be used: invalid or unsupported Perl syntax: `(?=`.',
      'Write it without look-ahead, look-behind and back-references, and with fewer repetitions; a pattern that could run for ever is not accepted.',
    ],
  ],
  [
    'a pattern below items',
    'fields:\n  ports:\n    type: array\n    items:\n      pattern: "("',
    [
      10,
      'type/pattern',
      'The pattern ( cannot be used: missing closing ): `(`.',
      'Write it without look-ahead, look-behind and back-references, and with fewer repetitions; a pattern that could run for ever is not accepted.',
    ],
  ],
  [
    'a limit on a number that was not declared as one',
    'fields:\n  cpu: { maximum: 16 }',
    [
      7,
      'type/field-contradiction',
      '“maximum” has no effect on a value of the type string.',
      'Declare type: integer or type: number, or remove maximum.',
    ],
  ],
  [
    'limits that leave nothing',
    'fields:\n  cpu: { type: integer, minimum: 9, maximum: 3 }',
    [
      7,
      'type/field-contradiction',
      'minimum 9 is more than maximum 3, so no value is accepted.',
      'Correct one of the two.',
    ],
  ],
  [
    'a list in a field of one line',
    'fields:\n  cpu: { type: array }',
    [
      7,
      'type/field-contradiction',
      '“CPU” is an input field, whose value cannot have the type array.',
      'Use one of: string, integer, number, boolean, or another kind of field in the form.',
    ],
  ],
  [
    'yes or no from several checkboxes',
    'fields:\n  zones: { type: boolean }',
    [
      7,
      'type/field-contradiction',
      '“Zones” is a group of checkboxes, whose value cannot have the type boolean.',
      'Use one of: array, or another kind of field in the form.',
    ],
  ],
  [
    'an option that is no number',
    'fields:\n  replicas: { type: integer }',
    [
      7,
      'type/field-contradiction',
      'The option “three” of “Replicas” cannot be read as integer.',
      'Correct the type, or the options of the form.',
    ],
  ],
  [
    'a text among the accepted numbers',
    'fields:\n  cpu: { type: integer, enum: ["1"] }',
    [
      7,
      'type/field-contradiction',
      '"1" is not a value of the type integer.',
      'Write it with or without quotes as the type demands, or correct the type.',
    ],
  ],
])('%s is named with line and cure', (_, rest, [line, code, what, fix]) => {
  expect(check(rest)).toEqual([{ code, file: path, line, what, fix }])
})

test('a pattern that repeats so much that every character would cost thousands of steps is refused', () => {
  const pattern = '[a-z]{1000}'.repeat(11)
  expect(check(`fields:\n  name: { pattern: "${pattern}" }`)).toMatchObject([
    { code: 'type/pattern', line: 7, what: `The pattern ${pattern} cannot be used: it repeats too much.` },
  ])
})

test('more approvals than people who may approve are refused', () => {
  const text = typeText('').replace('[{ from: [team:platform] }]', '[{ from: [mona, Mona], count: 2 }]')
  const located = must(locateRequestType({ path, blob: null, text }))
  expect(checkRequestType(located, fields)).toEqual([
    {
      code: 'type/approval-unreachable',
      file: path,
      line: 4,
      what: '2 people have to approve, and only 1 may.',
      fix: 'Lower count, or name more people, a team or a role.',
    },
  ])
})

test('expressions are checked wherever they may stand', () => {
  const x = '${{ request.nope }}'
  const text = typeText(`ensure: ${x}`)
    .replace('[{ from: [team:platform] }]', '[{ from: [team:platform], when: request.nope }]')
    .replace(
      /changes: .*\n/,
      `changes:
  - { file: "a/${x}", at: ["${x}", { name: "${x}" }], item: { "${x}": "${x}" }, key: name, ensure: "${x}", document: { name: "${x}" } }
  - { file: b, content: [{ deep: "a ${x} b ${x}" }] }
  - { file: c, at: [a], value: "${x}" }
`,
    )
  const located = must(locateRequestType({ path, blob: null, text }))
  expect(
    checkRequestType(located, fields).filter(({ code }) => code === 'expression/unknown-field'),
  ).toHaveLength(12)
})
