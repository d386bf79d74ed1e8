import { z } from 'zod';

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const workspaceEntries = {
  'WORKSPACE-CHANGED': {
    data: z.strictObject({ hash: z.string(), before: z.string().nullable(), people: z.number().int(), hosts: z.number().int(), runbooks: z.number().int() }),
    text: {
      en: 'The workspace in force is now {hash}: {people} people, {hosts} hosts, {runbooks} runbooks.',
      ko: '현재 적용된 작업 공간은 {hash}입니다. 사람 {people}명, 호스트 {hosts}대, 런북 {runbooks}개.',
    },
  },
  'WORKSPACE-REJECTED': {
    data: z.strictObject({ kept: z.string(), errors: z.number().int(), file: z.string(), line: z.number().int(), rule: z.string() }),
    text: {
      en: 'A changed workspace was not taken over, because it has {errors} errors (first: {file} line {line}, {rule}); {kept} stays in force.',
      ko: '변경된 작업 공간에 오류가 {errors}개 있어 적용하지 않았습니다(첫 번째: {file} {line}번째 줄, {rule}). {kept} 상태를 계속 사용합니다.',
    },
  },
  'CONFIG-ADD': {
    data: z.strictObject({ kind: z.string(), name: z.string(), file: z.string(), before: z.string(), after: z.string() }),
    text: {
      en: '{op} adds the {kind} {name} to {file}',
      ko: '{op} 님이 {file}에 {name}({kind}) 항목을 추가합니다',
    },
  },
  'CONFIG-CHANGE': {
    /** `name`: as it was called until now. */
    data: z.strictObject({ kind: z.string(), name: z.string(), file: z.string(), before: z.string(), after: z.string() }),
    text: {
      en: '{op} changes the {kind} {name} in {file}',
      ko: '{op} 님이 {file}의 {name}({kind}) 항목을 고칩니다',
    },
  },
  'CONFIG-REMOVE': {
    data: z.strictObject({ kind: z.string(), name: z.string(), file: z.string(), before: z.string(), after: z.string() }),
    text: {
      en: '{op} removes the {kind} {name} from {file}',
      ko: '{op} 님이 {file}에서 {name}({kind}) 항목을 지웁니다',
    },
  },
  'CONFIG-UNDO': {
    data: z.strictObject({ kind: z.string(), name: z.string(), file: z.string(), before: z.string(), after: z.string() }),
    text: {
      en: '{op} takes back the change of the {kind} {name} in {file}',
      ko: '{op} 님이 {file}의 {name}({kind}) 변경을 되돌립니다',
    },
  },
  'CONFIG-IMPORT': {
    data: z.strictObject({ kind: z.string(), source: z.string(), files: z.array(z.strictObject({ path: z.string(), before: z.string(), after: z.string() })) }),
    text: {
      en: '{op} imports {source} ({kind}) into the workspace',
      ko: '{op} 님이 {source}({kind}) 내용을 작업 공간으로 가져옵니다',
    },
  },
  'CONFIG-NOT-WRITTEN': {
    data: z.strictObject({ file: z.string(), failure: z.string() }),
    text: {
      en: '{file} was not written after all: {failure}',
      ko: '{file} 파일은 결국 쓰이지 않았습니다: {failure}',
    },
  },
  'SOURCE-TRIED': {
    data: z.strictObject({ source: z.string(), kind: z.string(), to: z.string(), secrets: z.array(z.string()) }),
    text: {
      en: '{op} tries the source {source} ({kind} at {to}) before it is written down',
      ko: '{op} 님이 소스 {source}({kind}, {to})을(를) 저장하기 전에 시험합니다',
    },
  },
  'NETWORK-LOST': {
    data: z.strictObject({}),
    text: { en: 'This machine lost its network', ko: '이 컴퓨터의 네트워크가 끊겼습니다' },
  },
  'NETWORK-BACK': {
    data: z.strictObject({ since: z.number() }),
    text: { en: 'This machine has its network back', ko: '이 컴퓨터의 네트워크가 돌아왔습니다' },
  },
} as const;
