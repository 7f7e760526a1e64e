import type { Scene } from '../../demo/lifecycle.ts'
import type { Client } from '../../src/commands/usage-import/client.ts'

/** What happens is told to several processes in turn. */
export type Told = Scene & { readonly next: () => Client }

export type Id = { readonly id: string }

export type Clock = Id & { readonly currentTime: string; readonly advancingTo?: string }

export type Buyer = { readonly customerId: string; readonly subscriptionId: string }
