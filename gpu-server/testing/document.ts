// For tests of the API document: values held against its schemas, its components compiled once.
import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** Compiles schemas of a document with `components`; references lead into it. */
export function documentSchemas(components: object): (schema: object) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const local = (value: object) => JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#/', '"$ref":"document#/')) as object;
  ajv.addSchema({ $id: "document", components: local(components) });
  return (schema) => ajv.compile(local(schema));
}
