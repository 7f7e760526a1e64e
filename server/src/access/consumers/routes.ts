import { type Consumer, consumers } from '@tallystick/contract/consumers.ts'
import type { Input, Sent } from '@tallystick/contract/endpoint.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { type Call, type Route, routes } from '../../platform/http/bind.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { nameIndex } from '../login-index.ts'
import { assertOpen, limitSignups, type SigningUp } from '../open-signup.ts'
import { assertOwn } from '../organizations/own.ts'
import { showProfile } from '../organizations/show.ts'
import {
  getOrganization,
  lockOrganization,
  type OrganizationRow,
  setConsumerSince,
  setOrganization,
} from '../organizations/store.ts'
import { changedProfile } from '../profile.ts'
import { signUp } from '../sign-up.ts'

type NewConsumer = Input<typeof consumers.createConsumer>['body']
type ConsumerChange = Input<typeof consumers.updateConsumer>['body']

export function consumerRoutes(signingUp: SigningUp): Route[] {
  const { indexKey } = signingUp
  return routes(consumers, {
    createConsumer: {
      freestanding: async (call, { body }) =>
        body.organizationId === undefined
          ? foundConsumer(call, body, signingUp)
          : attachConsumer(call, body, indexKey),
    },

    async getConsumer(ctx, { params }) {
      assertOwn(ctx, params.id)
      const organization = await getOrganization(ctx)
      if (!organization.kinds.consumer) throw notFound()
      return show(organization)
    },

    async updateConsumer(ctx, { params, body }) {
      assertOwn(ctx, params.id)
      const organization = await lockOrganization(ctx)
      if (!organization.kinds.consumer) throw notFound()
      return show(await changeProfile(ctx, organization, { body, indexKey }))
    },
  })
}

/** A new consumer with its owner: by anyone where sign-up is open, and by the platform everywhere. */
async function foundConsumer(call: Call, body: NewConsumer, signingUp: SigningUp) {
  const byPlatform = call.principal.permissions.has('platform:merchants:write')
  if (!byPlatform) {
    assertOpen(signingUp.openSignup)
    await limitSignups(call)
  }
  const { name, email, owner } = body
  if (name === undefined || email === undefined || owner === undefined) {
    throw invalid({ field: 'owner', message: 'is required', code: 'required' })
  }
  const profile = changedProfile({ name, email }, body)
  const { indexKey } = signingUp
  return signUp(call, { kind: 'consumer', body, profile, owner, indexKey }, async (ctx) =>
    show(await getOrganization(ctx)),
  )
}

/** An organization that sells becomes one that buys as well. */
async function attachConsumer(call: Call, body: NewConsumer, indexKey: Buffer) {
  const { actor, scope, permissions, role } = call.principal
  if (actor.kind === 'anonymous') {
    throw new Problem('UNAUTHENTICATED', 'Send the credentials of a member of the organization.')
  }
  if (body.organizationId !== scope.organizationId || role === 'tally_platform') throw notFound()
  if (!permissions.has('organization:write')) {
    throw new Problem('FORBIDDEN', 'This needs the permission organization:write.')
  }
  if (body.owner) {
    throw invalid({ field: 'owner', message: 'the organization has its members already' })
  }
  return call.within((ctx) =>
    call.once(ctx, async () => {
      const organization = await lockOrganization(ctx)
      if (!organization.kinds.consumer) await setConsumerSince(ctx)
      return show(await changeProfile(ctx, organization, { body, indexKey }))
    }),
  )
}

type Change = { readonly body: ConsumerChange; readonly indexKey: Buffer }

function changeProfile(
  ctx: Ctx,
  { profile, currencies, kinds }: OrganizationRow,
  { body, indexKey }: Change,
): Promise<OrganizationRow> {
  const changed = changedProfile(profile, body)
  return setOrganization(ctx, {
    profile: changed,
    nameIndex: kinds.merchant ? nameIndex(indexKey, changed.name) : null,
    currencies,
  })
}

function show(organization: OrganizationRow): Sent<Static<typeof Consumer>> {
  const { id } = organization
  return { id, object: 'consumer', organizationId: id, ...showProfile(organization) }
}
