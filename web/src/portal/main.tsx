import '../styles/base.css'
import './portal.css'
import { mount } from '../ui/mount.tsx'
import { PortalPage } from './portal-page.tsx'

mount(<PortalPage />)
