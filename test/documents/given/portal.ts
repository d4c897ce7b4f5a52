export const csrfKey = 'a key of at least thirty-two bytes'
export const mayRegister = (): boolean => true
export const mayReview = (): boolean => true
export const hasConfirmedRecently = (userId: string): boolean => userId !== ''

const mails: (readonly [userId: string | undefined, text: string])[] = []

export const sendMail = async (...mail: (typeof mails)[number]): Promise<void> => {
  mails.push(mail)
  await Promise.resolve()
}
