/** The types a field's value can be declared to have. Source: JSON Schema 2020-12, “Validation”, 6.1.1. */
export const fieldTypes = ['string', 'integer', 'number', 'boolean', 'array'] as const
export type FieldType = (typeof fieldTypes)[number]

/**
 * The formats a text can be declared to have. All but the last two are JSON Schema's own (2020-12, “Validation”, chapter 7);
 * `semver` is a version by Semantic Versioning 2.0.0, `digest` a container image digest as in the OCI Image Format Specification.
 */
export const fieldFormats = [
  'date',
  'time',
  'date-time',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uuid',
  'semver',
  'digest',
] as const
export type FieldFormat = (typeof fieldFormats)[number]
