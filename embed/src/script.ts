import { mount } from './mount.ts'

/** Written in by the build. */
declare const embedVersion: string

/** For pages that load the script by its address: `Tallystick.mount(element, options)`. */
Object.assign(window, { Tallystick: Object.freeze({ mount, version: embedVersion }) })
