// Lets a validator that knows the specification judge the OpenAPI document.
import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';

const judge = (document) => new Validator().validate(document);

export const openApiCases = ({ url }) => ({
  async the_document_is_valid() {
    const response = await fetch(`${url}/openapi.json`);
    assert.equal(response.headers.get('content-type'), 'application/json');
    const result = await judge(await response.json());
    assert.deepEqual([result.valid, result.errors], [true, undefined]);
  },
  async control_a_document_with_a_fault_is_not() {
    const document = await (await fetch(`${url}/openapi.json`)).json();
    const operation = Object.values(document.paths)[0].post;
    operation.parameters = [{ name: 'a parameter that is nowhere' }];
    assert.equal((await judge(document)).valid, false);
  },
  async every_reference_leads_somewhere() {
    const document = await (await fetch(`${url}/openapi.json`)).json();
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g);
    assert.ok(references.length > 50);
    for (const reference of references) {
      const path = JSON.parse(`{${reference}}`).$ref.slice(2).split('/');
      assert.ok(path.reduce((node, part) => node?.[part], document), reference);
    }
  },
});
