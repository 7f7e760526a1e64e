import { createContext } from 'react'

/** Whether what is drawn is a part of a page with a heading of its own, such as a checkout in the portal. */
export const Inside = createContext(false)
