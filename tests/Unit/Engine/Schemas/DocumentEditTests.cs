using Signalbox.Engine.Schemas;
using Signalbox.Unit.Engine.Features;

namespace Signalbox.Unit.Engine.Schemas;

public sealed class DocumentEditTests
{
    [Theory]
    [InlineData("a: 1 # why\nb: [x,  y]\n", "a", "two", "a: two # why\nb: [x,  y]\n")]
    [InlineData("a: \"x\"\n", "a", "y", "a: \"y\"\n")]
    [InlineData("a: 'x'\n", "a", "it's", "a: 'it''s'\n")]
    [InlineData("a: x\n", "a", "yes: no", "a: \"yes: no\"\n")]
    [InlineData("a: x\n", "a", "true", "a: \"true\"\n")]
    [InlineData("a:\nb: 2\n", "a", "x", "a: x\nb: 2\n")]
    [InlineData("a:\n  - {id: one, t: x}\n  - id: two\n    t: y\n", "a[1].t", "z", "a:\n  - {id: one, t: x}\n  - id: two\n    t: z\n")]
    [InlineData("a: |\n  first\n  second\nb: 2\n", "a", "one", "a: one\nb: 2\n")]
    [InlineData("f:\n  id: x # the id\n  name: y\n", "f.status", "done", "f:\n  id: x # the id\n  status: done\n  name: y\n")]
    [InlineData("f: {id: x}\n", "f.status", "done", "f: {status: done, id: x}\n")]
    [InlineData("f: {}\n", "f.status", "done", "f: {status: done}\n")]
    [InlineData("f:\r\n  id: x\r\n  name: y\r\n", "f.status", "done", "f:\r\n  id: x\r\n  status: done\r\n  name: y\r\n")]
    [InlineData("f:\n  list:\n  - 1\n", "f.status", "done", "f:\n  status: done\n  list:\n  - 1\n")]
    [InlineData("f:\n  id: x", "f.status", "done", "f:\n  id: x\n  status: done")]
    public void Set_OneValue_LeavesTheRestAsItIsWritten(string text, string path, string value, string expected) =>
        Assert.Equal(new DocumentEditResult(expected, null), DocumentEdit.Set(text, path, value));

    [Theory]
    [InlineData("a: 1\n", "b.c", "There is no value at 'b.c' that could be set.")]
    [InlineData("a: [1]\n", "a[1]", "There is no value at 'a[1]' that could be set.")]
    [InlineData("a: {b: 1}\n", "a", "There is no value at 'a' that could be set.")]
    [InlineData("a: &x {b: 1}\nc: *x\n", "c.b", "'c.b' cannot be changed without changing more than it: edit the text.")]
    [InlineData("a: [1\n", "a", "The document cannot be read.")]
    public void Set_WhatCannotBeSet_ChangesNothing(string text, string path, string fault) =>
        Assert.Equal(new DocumentEditResult(null, fault), DocumentEdit.Set(text, path, "x"));

    [Fact]
    public void Set_StatusOfSpecsOwnExample_ChangesThatOneWord() =>
        Assert.Equal(
            new DocumentEditResult(SpecExample.Text.Replace("status: \"planning\"", "status: \"in_progress\"", StringComparison.Ordinal), null),
            DocumentEdit.Set(SpecExample.Text, "feature.status", "in_progress"));
}
