using Signalbox.Engine.Schemas;

namespace Signalbox.Unit.Engine.Schemas;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type": "string"}""", "v: 1.0", "1:4 wrong-type v is a text; this is the number 1.0; put it in quotes.")]
    [InlineData("""{"type": "integer"}""", "v: 1.5", "1:4 wrong-type v is a whole number; this is the number 1.5.")]
    [InlineData("""{"type": ["array", "null"]}""", "v: {}", "1:4 wrong-type v is a list or empty; this is a mapping.")]
    [InlineData("""{"enum": ["low", "high"]}""", "v: hihg", "1:4 not-allowed 'hihg' is not allowed as v; did you mean 'high'?")]
    [InlineData("""{"enum": ["low", "high"]}""", "v: [low]", "1:4 not-allowed v is one of low, high; this is a list.")]
    [InlineData("""{"const": 3}""", "v: 4", "1:4 not-allowed v is 3; this is the number 4.")]
    [InlineData("""{"pattern": "^\\d+$"}""", "v: 1a", "1:4 pattern v has the shape ^\\d+$; this is '1a'.")]
    [InlineData("""{"pattern": "^\\d+$"}""", "v: \"12\\n\"", "1:4 pattern v has the shape ^\\d+$; this is '12 '.")]
    [InlineData("""{"pattern": "^\\d+$"}""", "v: \"٣\"", "1:4 pattern v has the shape ^\\d+$; this is '٣'.")]
    [InlineData("""{"minLength": 2}""", "v: \"😀\"", "1:4 size v has at least 2 characters; this has 1.")]
    [InlineData("""{"maxLength": 1}""", "v: ab", "1:4 size v has at most 1 character; this has 2.")]
    [InlineData("""{"minimum": 1, "maximum": 20}""", "v: 21", "1:4 out-of-range v is from 1 to 20; this is 21.")]
    [InlineData("""{"minimum": 1}""", "v: 0", "1:4 out-of-range v is at least 1; this is 0.")]
    [InlineData("""{"maximum": 1}""", "v: 2", "1:4 out-of-range v is at most 1; this is 2.")]
    [InlineData("""{"exclusiveMinimum": 1}""", "v: 1", "1:4 out-of-range v is more than 1; this is 1.")]
    [InlineData("""{"exclusiveMaximum": 1}""", "v: 1.0", "1:4 out-of-range v is less than 1; this is 1.0.")]
    [InlineData("""{"multipleOf": 0.1}""", "v: 0.35", "1:4 out-of-range v is a multiple of 0.1; this is 0.35.")]
    [InlineData("""{"minItems": 1}""", "v: []", "1:4 size v has at least 1 item; this has 0.")]
    [InlineData("""{"maxItems": 1}""", "v: [1, 2]", "1:4 size v has at most 1 item; this has 2.")]
    [InlineData("""{"uniqueItems": true}""", "v: [1, {a: 1, b: 2}, {b: 2, a: 1.0}]", "1:22 duplicate-name v has each item once; this one is there already.")]
    [InlineData("""{"items": {"type": "string"}}""", "v: [a, 2]", "1:8 wrong-type v[1] is a text; this is the number 2; put it in quotes.")]
    [InlineData("""{"prefixItems": [{"type": "string"}], "items": false}""", "v: [a, b]", "1:8 form v[1] must not be there.")]
    [InlineData("""{"contains": {"const": 1}, "maxContains": 2}""", "v: [2]", "1:4 size v has at least 1 and at most 2 of a certain item; this has 0.")]
    [InlineData("""{"required": ["a"], "properties": {"a": {"description": "the first"}}}""", "v: {b: 1}", "1:4 missing-key v needs 'a' (the first).")]
    [InlineData("""{"properties": {"name": {}}, "additionalProperties": false}""", "v: {nmae: 1}", "1:5 unknown-key 'nmae' is not a key of v; did you mean 'name'?")]
    [InlineData("""{"additionalProperties": {"type": "integer"}}""", "v: {a: x}", "1:8 wrong-type v.a is a whole number; this is the text 'x'.")]
    [InlineData("""{"patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false}""", "v: {x-a: y}", "1:10 wrong-type v.x-a is a whole number; this is the text 'y'.")]
    [InlineData("""{"propertyNames": {"maxLength": 1}}""", "v: {ab: 1}", "1:5 bad-name 'ab' cannot be a key of v: v.ab has at most 1 character; this has 2.")]
    [InlineData("""{"dependentRequired": {"a": ["b"]}}""", "v: {a: 1}", "1:5 missing-key v has 'a' and so needs 'b'.")]
    [InlineData("""{"dependentSchemas": {"a": {"required": ["b"]}}}""", "v: {a: 1}", "1:4 missing-key v needs 'b'.")]
    [InlineData("""{"minProperties": 2}""", "v: {a: 1}", "1:4 size v has at least 2 keys; this has 1.")]
    [InlineData("""{"allOf": [{"type": "integer"}, {"minimum": 3}]}""", "v: 2", "1:4 out-of-range v is at least 3; this is 2.")]
    [InlineData("""{"anyOf": [{"type": "integer", "minimum": 3}, {"type": "string"}]}""", "v: 2", "1:4 out-of-range v is at least 3; this is 2.")]
    [InlineData("""{"oneOf": [{"type": "integer"}, {"type": "number"}]}""", "v: 2", "1:4 form v has 2 forms at once; it may have only one of them.")]
    [InlineData("""{"not": {"type": "integer"}}""", "v: 2", "1:4 form v has a form that it must not have.")]
    [InlineData("""{"if": {"type": "integer"}, "then": {"minimum": 3}, "else": {"type": "string"}}""", "v: 2", "1:4 out-of-range v is at least 3; this is 2.")]
    [InlineData("""{"if": {"type": "integer"}, "then": {"minimum": 3}, "else": {"type": "string"}}""", "v: []", "1:4 wrong-type v is a text; this is a list.")]
    public void Check_OneKeyword_SaysWhatAndWhere(string schema, string yaml, string fault) =>
        Assert.Equal([fault], SchemaText.Faults($$$"""{"properties": {"v": {{{schema}}}}}""", yaml));

    [Theory]
    [InlineData("""{"type": "integer"}""", "v: 2.0")]
    [InlineData("""{"type": "string"}""", "v: 2026-01-27")]
    [InlineData("""{"enum": [null, 1.0, {"a": [1]}]}""", "v: {a: [1.0]}")]
    [InlineData("""{"enum": [null, 1.0]}""", "v: 1")]
    [InlineData("""{"enum": [null]}""", "v:")]
    [InlineData("""{"minLength": 9, "minimum": 9, "minItems": 9, "required": ["a"]}""", "v: true")]
    [InlineData("""{"pattern": "b"}""", "v: abc")]
    [InlineData("""{"multipleOf": 0.1}""", "v: 0.3")]
    [InlineData("""{"contains": {"const": 1}, "minContains": 0}""", "v: []")]
    [InlineData("""{"format": "date", "default": 3, "examples": [1], "$comment": "x"}""", "v: never")]
    [InlineData("""true""", "v: 1")]
    public void Check_WhatTheKeywordDoesNotForbid_IsRight(string schema, string yaml) =>
        Assert.Empty(SchemaText.Faults($$$"""{"properties": {"v": {{{schema}}}}}""", yaml));

    [Fact]
    public void Check_SchemaThatNamesItself_FollowsTheDocument() =>
        Assert.Equal(
            ["4:13 wrong-type sub[0].sub[1].n is a whole number; this is the text 'x'."],
            SchemaText.Faults(
                """{"$ref": "#/$defs/node", "$defs": {"node": {"properties": {"n": {"type": "integer"}, "sub": {"items": {"$ref": "#/$defs/node"}}}}}}""",
                "n: 1\nsub:\n  - sub: [{n: 2},\n        {n: x}]\n"));

    [Fact]
    public void Check_SeveralFaults_AllAreSaidEachAtItsPlace() =>
        Assert.Equal(
            ["1:1 missing-key The document needs 'c'.", "1:4 wrong-type a is a text; this is a list.", "2:4 wrong-type b is a whole number; this is the text 'x'."],
            SchemaText.Faults("""{"required": ["a", "b", "c"], "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}""", "a: []\nb: x\n"));

    [Fact]
    public void Check_ItemWithAName_IsToldByIt() =>
        Assert.Equal(
            ["2:5 missing-key tasks[0] ('QA-001') needs 'done_when'."],
            SchemaText.Faults("""{"properties": {"tasks": {"items": {"required": ["done_when"]}}}}""", "tasks:\n  - id: QA-001\n"));

    [Theory]
    [InlineData("""{"unevaluatedProperties": false}""", "The schema has 'unevaluatedProperties', which is not checked here.")]
    [InlineData("""{"requried": ["a"]}""", "The schema has 'requried', which is not checked here.")]
    [InlineData("""{"$ref": "#/$defs/x"}""", "The schema refers to '#/$defs/x', which is not in it.")]
    [InlineData("""{"$ref": "https://example.org/other.json"}""", "The schema refers to 'https://example.org/other.json', which is not in it.")]
    [InlineData("""{"type": "text"}""", "'text' is no type of JSON Schema.")]
    [InlineData("""[]""", "A schema is an object, true or false; this is [].")]
    public void Parse_WhatWouldNotBeChecked_IsRefused(string schema, string fault) =>
        Assert.Equal(fault, Assert.Throws<FormatException>(() => JsonSchema.Parse(schema)).Message);

    [Fact]
    public void Parse_NoJson_IsRefused() => Assert.StartsWith("The schema is not JSON: ", Assert.Throws<FormatException>(() => JsonSchema.Parse("{")).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_SchemaThatNamesItselfForEver_IsABugOfTheSchema() =>
        Assert.Throws<InvalidOperationException>(() => SchemaText.Faults("""{"$ref": "#"}""", "a: 1"));

    [Theory]
    [InlineData("", "1:1 empty The file is empty; a document is a mapping of keys to values.")]
    [InlineData("- a\n", "1:1 wrong-type The file holds no mapping of keys to values; a document is one.")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1 multiple-documents A second document begins here ('---'); a file holds one.")]
    [InlineData("a: [1\n", "2:1 syntax A list that '[' opened is not closed: a ',' or a ']' is expected here.")]
    public void Read_WhatIsNoDocument_IsSaidInItsOwnWords(string yaml, string fault) => Assert.Contains(fault, SchemaText.Faults("true", yaml));

    [Fact]
    public void Read_FaultOfFormThatLeavesSomething_ComesWithThoseOfMeaning() =>
        Assert.Equal(
            ["1:4 wrong-type a is a text; this is the number 1; put it in quotes.", "2:1 duplicate-key The key 'a' is written twice; it is already on line 1."],
            SchemaText.Faults("""{"properties": {"a": {"type": "string"}}}""", "a: 1\na: 2\n"));
}
