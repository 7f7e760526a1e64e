import type { Ctx } from '../platform/ctx.ts'
import { foundOrganization, type Owner } from './found.ts'
import { hasPlatform, lockSetUp } from './store.ts'

type NewPlatform = {
  readonly name: string
  readonly owner: Owner
  readonly indexKey: Buffer
}

/** Is there nobody who runs this installation yet? Whoever asks at the same time waits for the answer's effect. */
export async function needsPlatform(ctx: Ctx): Promise<boolean> {
  await lockSetUp(ctx)
  return !(await hasPlatform(ctx))
}

/** The one organization that runs the house, with its owner. In the first context of its founder. */
export async function setUpPlatform(ctx: Ctx, { name, owner, indexKey }: NewPlatform) {
  await foundOrganization(ctx, {
    organizationId: ctx.organizationId,
    userId: ctx.actor.id,
    kind: 'platform',
    profile: { name, email: owner.email },
    owner,
    indexKey,
  })
}
