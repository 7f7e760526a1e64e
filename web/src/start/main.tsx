import '../styles/base.css'
import './start.css'
import { mount } from '../ui/mount.tsx'
import { StartPage } from './start-page.tsx'

mount(<StartPage />)
