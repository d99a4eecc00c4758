/** Roles as GraphQL writes them. Source: GraphQL reference, enum RepositoryPermission. */
export const permissions = {
  ADMIN: 'admin',
  MAINTAIN: 'maintain',
  WRITE: 'write',
  TRIAGE: 'triage',
  READ: 'read',
} as const
