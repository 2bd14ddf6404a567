using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Unit.Engine.Workflows.Import.Output;

public sealed class YamlEmitterTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "\"\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("17", "\"17\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData(" lead", "\" lead\"")]
    [InlineData("trail ", "\"trail \"")]
    [InlineData("say \"hi\" \\ there", "\"say \\\"hi\\\" \\\\ there\"")]
    [InlineData("tab\there\n", "\"tab\\there\\n\"")]
    [InlineData("{{inputs.x}}", "\"{{inputs.x}}\"")]
    [InlineData("- item", "\"- item\"")]
    [InlineData("é", "é")]
    public void Emit_Text_IsWrittenAsPlainlyAsItCanBe(string text, string written)
    {
        Assert.Equal($"key: {written}\n", YamlEmitter.Emit(new OutputMap().Set("key", text)));
    }

    [Fact]
    public void Emit_SeveralLines_IsALiteralBlock()
    {
        var map = new OutputMap().Set("steps", new[] { new OutputMap().Set("id", "a").Set("prompt", "one\n\n  two\n") }).Set("end", "  x\ny");

        Assert.Equal("steps:\n  - id: a\n    prompt: |\n      one\n\n        two\nend: |2-\n    x\n  y\n", YamlEmitter.Emit(map));
    }

    [Fact]
    public void Emit_RandomTexts_ReadBackAsTheyWere()
    {
        var random = new Random(20260301);
        string[] parts = ["a", " ", "  ", "\n", "\n\n", "\t", "\r", ":", ": ", " #", "-", "- ", "'", "\"", "\\", "{{x}}", "|", ">", "&", "*", "!", "%", "@", "`", ",", "[", "]", "é", "😀", "\u0085", "\u2028", "\u00a0", "true", "1.0", "---", "...", "? "];
        for (var round = 0; round < 4_000; round++)
        {
            string Text() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));
            var (first, second, third) = (Text(), Text(), Text());
            var map = new OutputMap()
                .Set("first", first)
                .Set("list", new object[] { second, new OutputMap().Set("in item", third).Set("k" + first, second) })
                .Set("flow", new[] { new OutputMap { IsFlow = true }.Set("a", third).Set("b", first) })
                .Set("last", second);

            var yaml = YamlEmitter.Emit(map);

            var bag = new DiagnosticBag("w.yaml", new SourceText(yaml));
            var root = YamlComposer.Compose(bag);
            Assert.True(root is not null && !bag.HasErrors, $"{string.Join('\n', bag.ToOrderedList())}\n{yaml}");
            var expected = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["first"] = first,
                ["list"] = new List<object?> { second, new Dictionary<string, object?>(StringComparer.Ordinal) { ["in item"] = third, ["k" + first] = second } },
                ["flow"] = new List<object?> { new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = third, ["b"] = first } },
                ["last"] = second,
            };
            Assert.Equal(PlainValue.ToJson(expected), PlainValue.ToJson(NodeWording.ToPlain(root)));
        }
    }
}
