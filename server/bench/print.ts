export const say = (text: string) => process.stdout.write(`${text}\n`)
export const whole = (figure: number) => Math.round(figure).toLocaleString('en')
