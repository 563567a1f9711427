// Downloads and uploads: pause, resume, bandwidth, trouble by file.

export const transfersContract = {} as const;

/** Events of this part, from core to screens. */
export const transfersEvents = {} as const;
