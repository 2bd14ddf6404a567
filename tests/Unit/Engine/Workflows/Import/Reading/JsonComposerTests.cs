using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Unit.Engine.Workflows.Import.Reading;

public sealed class JsonComposerTests
{
    private static (YamlNode? Root, DiagnosticBag Bag) Compose(string json)
    {
        var bag = new DiagnosticBag("w.json", new SourceText(json));
        return (JsonComposer.Compose(bag), bag);
    }

    private static string Only(string json)
    {
        var (_, bag) = Compose(json);
        var only = Assert.Single(bag.ToOrderedList());
        return $"{only.Line}:{only.Column} {only.Code} {only.Message}";
    }

    [Fact]
    public void Compose_TabsEscapesAndSurrogates_AreRead()
    {
        var (root, bag) = Compose("{\n\t\"a\\/b\": \"\\ud83d\\ude00\",\n\t\"n\": [1, 1.0, -2e3, true, null]\n}");

        Assert.False(bag.HasErrors);
        Assert.Equal("{\"a/b\":\"😀\",\"n\":[1,1.0,-2000.0,true,null]}", PlainValue.ToJson(NodeWording.ToPlain(root!)).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_AfterLettersOfSeveralBytes_PositionsCountCharacters()
    {
        var (root, bag) = Compose("{\n  \"é😀é\": 1, \"x\": [\"y\"]\n}");

        var entry = ((MappingNode)root!).Find("x")!;
        Assert.Equal((2, 14), At(entry.Key));
        Assert.Equal((2, 20), At(((SequenceNode)entry.Value).Items[0]));

        (int, int) At(YamlNode node)
        {
            var (line, column) = bag.Source.Position(node.Start);
            return (line, column);
        }
    }

    [Theory]
    [InlineData("{\"a\": 1,\n \"a\": 2}", "2:2 duplicate-key The key 'a' is written twice; it is already on line 1.")]
    [InlineData("{\"a\": \"\\ud83d\"}", "1:7 control-character The text holds an escaped NUL or half of a surrogate pair; neither is a character.")]
    [InlineData("{\"a\": \"\\u0000\"}", "1:7 control-character The text holds an escaped NUL or half of a surrogate pair; neither is a character.")]
    public void Compose_WhatNoDatabaseStores_IsRefusedAtItsPlace(string json, string fault) => Assert.Equal(fault, Only(json));

    [Theory]
    [InlineData("{\n  \"é\": 1\n  \"b\": 2}", "3:3 syntax This is not well-formed JSON: ")]
    [InlineData("{\"a\": [1, 2", "1:12 syntax This is not well-formed JSON: ")]
    [InlineData("{\"a\": 1} {", "1:10 syntax This is not well-formed JSON: ")]
    [InlineData("{\"a\": 'x'}", "1:7 syntax This is not well-formed JSON: ")]
    public void Compose_NotWellFormed_OneDiagnosticAtItsPlace(string json, string fault)
    {
        var only = Only(json);

        Assert.StartsWith(fault, only, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", only, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_TooDeepOrTooMany_IsRefused()
    {
        Assert.Contains(" too-deep ", Only(new string('[', 70)), StringComparison.Ordinal);
        Assert.Contains(" too-many-nodes ", Only($"[{string.Join(',', Enumerable.Repeat("1", 10_001))}]"), StringComparison.Ordinal);
    }
}
