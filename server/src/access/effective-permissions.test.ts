import assert from 'node:assert/strict'
import { test } from 'node:test'
import { organizationPermissions } from '@tallystick/contract/permissions.ts'
import {
  builtInRolesOf,
  databaseRoleOf,
  type Kinds,
  permissionsOf,
} from './effective-permissions.ts'

const none: Kinds = { merchant: false, consumer: false, platform: false }
const merchant = { ...none, merchant: true }
const consumer = { ...none, consumer: true }
const both = { ...none, merchant: true, consumer: true }
const platform = { ...none, platform: true }

test('the owner of a merchant holds everything an organization can do, and nothing of the platform', () => {
  const held = permissionsOf(merchant, { roles: ['owner'] })
  assert.deepEqual([...held].sort(), Object.keys(organizationPermissions).sort())
})

test('an organization that is both has the roles of both, and they add up', () => {
  assert.ok(builtInRolesOf(both).has('developer'))
  assert.ok(builtInRolesOf(both).has('billing'))
  const ofOwner = permissionsOf(both, { roles: ['owner'] })
  for (const kinds of [merchant, consumer]) {
    assert.ok(permissionsOf(kinds, { roles: ['owner'] }).isSubsetOf(ofOwner))
  }
})

test('a role allows no more than such an organization can do, whatever its row says', () => {
  const custom_permissions = ['catalog:write', 'platform:merchants:write', 'organization:read']
  const granted = { roles: ['role_1'], custom_permissions }
  assert.deepEqual([...permissionsOf(consumer, granted)], ['organization:read'])
  assert.deepEqual([...permissionsOf(merchant, granted)], ['catalog:write', 'organization:read'])
  assert.deepEqual(
    [...permissionsOf(platform, granted)],
    ['platform:merchants:write', 'organization:read'],
  )
})

test('a role of another kind of organization, or an unknown one, allows nothing', () => {
  assert.equal(permissionsOf(consumer, { roles: ['developer', 'operator', 'nonsense'] }).size, 0)
})

test('scopes take away and never give', () => {
  const scopes = ['catalog:read', 'accounts:write']
  assert.deepEqual([...permissionsOf(merchant, { roles: ['viewer'] }, scopes)], ['catalog:read'])
  assert.equal(permissionsOf(merchant, { roles: ['owner'] }, []).size, 0)
})

test('the platform works as the platform alone, whatever else it is called', () => {
  assert.equal(databaseRoleOf({ merchant: true, consumer: true, platform: true }), 'tally_platform')
  assert.equal(databaseRoleOf(both), 'tally_app')
  assert.equal(databaseRoleOf(consumer), 'tally_consumer')
  const held = permissionsOf({ ...both, platform: true }, { roles: ['owner'] })
  assert.equal(
    [...held].some((one) => /^(catalog|customers|usage)/.test(one)),
    false,
  )
})
