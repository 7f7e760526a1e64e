import { product } from '../harness/product.ts'
import { promisesOn } from './promises.ts'
import { sandboxStage } from './sandbox-stage.ts'

promisesOn(sandboxStage(product()))
