import assert from 'node:assert/strict'
import { test } from 'node:test'
import { organizationPermissions } from './permissions.ts'
import { builtInRoles, rolesOf } from './roles.ts'

const everyRole = Object.entries(builtInRoles).flatMap(([kind, roles]) =>
  Object.entries(roles).map(([name, role]) => ({ kind, name, ...role })),
)

test('no role names a permission twice', () => {
  for (const { kind, name, permissions } of everyRole) {
    assert.equal(new Set<string>(permissions).size, permissions.length, `${kind} ${name}`)
  }
})

test('every kind of organization has an owner, who holds what its other roles hold', () => {
  for (const [kind, roles] of Object.entries(builtInRoles)) {
    const owner = new Set<string>(roles.owner.permissions)
    for (const [name, { permissions }] of Object.entries(roles)) {
      for (const permission of permissions) {
        assert.ok(owner.has(permission), `${kind} ${name} ${permission}`)
      }
    }
  }
})

test('viewers, analysts and auditors change nothing', () => {
  for (const { kind, name, permissions } of everyRole) {
    if (!['viewer', 'analyst', 'auditor'].includes(name)) continue
    for (const permission of permissions) assert.match(permission, /:read$/, `${kind} ${name}`)
  }
})

test('only roles of the platform hold its permissions', () => {
  for (const { kind, name, permissions } of everyRole) {
    if (kind === 'platform') continue
    for (const permission of permissions) {
      assert.ok(permission in organizationPermissions, `${kind} ${name} ${permission}`)
    }
  }
})

test('an organization that sells and buys has the roles of both, adding up', () => {
  const both = rolesOf(['merchant', 'consumer'])
  assert.deepEqual(
    [...both.keys()],
    ['owner', 'admin', 'developer', 'finance', 'support', 'analyst', 'viewer', 'billing'],
  )
  assert.ok(both.get('viewer')?.permissions.includes('catalog:read'))
})
