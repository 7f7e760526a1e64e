import type { Page } from 'playwright-core'

/** Leads somebody through pages, and takes a picture of each state under its name; of another window when named. */
export type Scene = (page: Page, shoot: Shoot) => Promise<void>
export type Shoot = (name: string, window?: Page) => Promise<void>
