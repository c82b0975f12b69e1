import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { DIRECT } from './moto.ts';
import { createRole } from './roles.ts';

const lambda = new LambdaClient(DIRECT);

/** Creates a function from the body of its handler, which has the event as `event`. @returns its name */
export async function createFunction(body: string, variables: Record<string, string> = {}): Promise<string> {
  const { arn } = await createRole();
  const FunctionName = `function-${randomUUID().slice(0, 8)}`;
  const code = `exports.handler = async (event) => { ${body} };`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs22.x',
      Role: arn,
      Handler: 'index.handler',
      Code: { ZipFile: zip('index.js', code) },
      MemorySize: 128,
      Timeout: 3,
      Environment: { Variables: variables },
    }),
  );
  return FunctionName;
}

/** Returns the settings of a function. */
export async function readSettings(name: string) {
  const { Environment, MemorySize, Timeout } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: name }),
  );
  return { memory: MemorySize, timeout: Timeout, variables: Environment?.Variables ?? {} };
}

/** Changes the memory of a function as another writer would. */
export async function setMemory(name: string, memory: number): Promise<void> {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, MemorySize: memory }));
}

/** Returns a ZIP archive with one file, without compression. */
function zip(name: string, text: string): Buffer {
  const [path, data] = [Buffer.from(name), Buffer.from(text)];
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt32LE(crc32(data), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(data.length, 18);
  shared.writeUInt16LE(path.length, 22);
  const entry = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, path, data]);
  const listed = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), shared, Buffer.alloc(14), path]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(entry.length, 12);
  return Buffer.concat([entry, listed, Buffer.from('PK\u0005\u0006'), end]);
}
