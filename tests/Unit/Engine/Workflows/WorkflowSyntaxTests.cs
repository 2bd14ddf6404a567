using System.Diagnostics;
using System.Globalization;
using System.Text;
using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

public sealed class WorkflowSyntaxTests
{
    [Theory]
    [InlineData("a: b: c", 1, 5, "syntax", "A 'key: value' pair cannot start here")]
    [InlineData("name: x\n  title: y", 2, 8, "syntax", "A 'key: value' pair cannot start here")]
    [InlineData("steps: [1, 2", 1, 13, "syntax", "A list that '[' opened is not closed")]
    [InlineData("a: {b: 1, c", 1, 12, "syntax", "A mapping that '{' opened is not closed")]
    [InlineData("a: 'x\nb: 1", 1, 4, "syntax", "The quoted text that begins here is never closed.")]
    [InlineData("a: \"\\q\"", 1, 4, "syntax", "has an escape that YAML does not know")]
    [InlineData("a: 1\nb: @x", 2, 4, "syntax", "A value cannot start with this character")]
    [InlineData("- a\nb: 1", 2, 1, "syntax", "The list goes on here without a '-'")]
    [InlineData("a: |\n  x\n y", 3, 2, "syntax", "A 'key: value' pair is expected here")]
    [InlineData("{a: 1}}", 1, 7, "syntax", "The document has ended before this text")]
    [InlineData("a: - b", 1, 4, "syntax", "A list item ('- ') cannot start here")]
    [InlineData("a: ]", 1, 4, "syntax", "A value is expected here.")]
    [InlineData("a: &x [*x]", 1, 8, "recursive-alias", "The alias '*x' stands inside the node it repeats")]
    [InlineData("a: *x", 1, 4, "unknown-alias", "The alias '*x' has no anchor before it.")]
    [InlineData("a:\n\tb: 1", 2, 1, "tab", "A tab indents this line")]
    [InlineData("", 1, 1, "empty", "The file is empty")]
    [InlineData("# only a comment\n", 1, 1, "empty", "The file is empty")]
    [InlineData("---\n", 2, 1, "empty", "The file is empty")]
    [InlineData("a: 1\n\0b: 2", 2, 1, "control-character", "The character U+0000 is not allowed in a workflow file.")]
    [InlineData("a: \u001b[31m", 1, 4, "control-character", "The character U+001B is not allowed in a workflow file.")]
    public void Parse_FaultOfForm_OneDiagnosticAtItsPlace(string text, int line, int column, string code, string message)
    {
        var only = Only(Parse(text));

        Assert.Equal((line, column, code, DiagnosticSeverity.Error), (only.Line, only.Column, only.Code, only.Severity));
        Assert.Contains(message, only.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Yaml", only.Message.Replace("YAML", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Exception", only.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TwoMebibytes_OneSentence()
    {
        var only = Only(WorkflowParser.Parse(new byte[2 * 1024 * 1024], "w.yaml"));

        Assert.Equal("w.yaml:1:1: error too-large: The file is 2 MiB; a workflow is at most 1 MiB.", only.ToString());
        Assert.Equal("too-large", Only(Parse(new string('é', 600_000))).Code);
    }

    [Fact]
    public void Parse_OneMebibyteOfComment_IsRead()
    {
        var text = Head + Steps + "#";
        Valid(text.PadRight(WorkflowParser.MaxBytes, 'x'));

        Assert.Equal("too-large", Only(Parse(text.PadRight(WorkflowParser.MaxBytes + 1, 'x'))).Code);
    }

    [Fact]
    public void Parse_InvalidUtf8_NamesThePlace()
    {
        byte[] bytes = [.. "name: é\ntitle: a"u8, 0xC3, 0x28];

        var only = Only(WorkflowParser.Parse(bytes, "w.yaml"));

        Assert.Equal((2, 9, "encoding"), (only.Line, only.Column, only.Code));
    }

    [Fact]
    public void Parse_ByteOrderMark_IsStripped()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Head + Steps)];

        Assert.True(WorkflowParser.Parse(bytes, "w.yaml").IsValid);
        Assert.True(Parse("\uFEFF" + Head + Steps).IsValid);
    }

    [Fact]
    public void Parse_WindowsLineEnds_SamePositions()
    {
        var text = Head + "promt: x\nsteps:\n  - id: a\n    run: |\n      one\n      two\n    colour: red\n";

        Assert.Equal(Places(Parse(text)), Places(Parse(text.ReplaceLineEndings("\r\n"))));
        Assert.Equal("one\ntwo\n", Valid((Head + "steps:\n  - id: a\n    run: |\n      one\n      two\n").ReplaceLineEndings("\r\n")).Steps[0].Run);
    }

    [Fact]
    public void Parse_AliasBomb_OneDiagnosticQuickly()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var clock = Stopwatch.StartNew();
        var only = Only(Parse(text.ToString()));

        Assert.Equal("too-many-nodes", only.Code);
        Assert.Equal("The file has more than 10,000 values, with aliases counted as often as they are used.", only.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Parse_TenThousandLevels_OneDiagnostic(string open, string close)
    {
        var text = "x: " + string.Concat(Enumerable.Repeat(open, 10_000)) + string.Concat(Enumerable.Repeat(close, 10_000));

        Assert.Equal("The nesting is deeper than 64 levels.", Only(Parse(text)).Message);
        Assert.Equal("too-deep", Only(Parse("x: " + string.Concat(Enumerable.Repeat(open, 10_000)))).Code);
    }

    [Fact]
    public void Parse_DepthThroughAliases_IsBounded()
    {
        var text = "a: &a " + new string('[', 40) + new string(']', 40) + "\nb: " + new string('[', 30) + "*a" + new string(']', 30);

        Assert.Equal("too-deep", Only(Parse(text)).Code);
    }

    [Fact]
    public void Parse_AliasOfEarlierNode_IsRead()
    {
        var workflow = Valid(Head + "env: &e {A: x}\nsteps:\n  - {id: a, run: ls, env: *e}\n");

        Assert.Equal("x", workflow.Steps[0].Env["A"]);
    }

    [Fact]
    public void Parse_DuplicateKeys_OneDiagnosticEach()
    {
        var result = Parse(Head + "name: other\nsteps:\n  - {id: a, run: ls, id: b}\nname: third\n");

        Assert.Equal(["3:1 duplicate-key", "5:22 duplicate-key", "6:1 duplicate-key"], Places(result));
        Assert.Equal("The key 'name' is written twice; it is already on line 2.", result.Diagnostics[0].Message);
    }

    [Fact]
    public void Parse_DuplicateKeysOfALongMapping_AreFoundWhereverTheyAre()
    {
        var names = Enumerable.Range(1, 40).Select(i => $"  V{i}: x\n").ToList();
        names[10] = "  V3: x\n";
        names[30] = "  V20: x\n";
        names[35] = "  V30: x\n";

        Assert.Equal(["14:3 duplicate-key", "34:3 duplicate-key", "39:3 duplicate-key"], Places(Parse(Head + "env:\n" + string.Concat(names) + Steps)));
    }

    [Fact]
    public void Parse_SecondDocument_IsRefused() =>
        Assert.Equal(["5:1 multiple-documents"], Places(Parse(Head + Steps + "---\nname: other\n")));

    [Fact]
    public void Parse_HalfASurrogatePair_IsRefused() =>
        Assert.Equal("w.yaml:1:4: error control-character: The character U+D800 is not allowed in a workflow file.", Only(Parse("a: \ud800x")).ToString());

    [Fact]
    public void Parse_TabInsideText_IsAllowed()
    {
        var workflow = Valid(Head + "steps:\n  - id: a\n    run: |\n      all:\n      \tmake\n");

        Assert.Equal("all:\n\tmake\n", workflow.Steps[0].Run);
    }

    [Fact]
    public void Parse_TabIndentsAcceptedLine_IsStillRefused() =>
        Assert.Contains("1:1 tab", Places(Parse("\tversion: '1.0'\n")), StringComparer.Ordinal);

    [Fact]
    public void Parse_TabAfterAText_NamesTheTab() => Assert.Equal(["3:1 tab"], Places(Parse(Head + "\ttitle: a\n" + Steps)));

    [Theory]
    [InlineData("{? [a]: 1}", "key-not-text")]
    [InlineData("{~: 1}", "key-not-text")]
    [InlineData("{a: !!int 1}", "tag")]
    [InlineData("{a: !custom x}", "tag")]
    [InlineData("{a: \"\\0\"}", "control-character")]
    public void Parse_OddNodes_AreRefused(string metadata, string code) =>
        Assert.Equal(code, Assert.Single(Parse(Head + "metadata: " + metadata + "\n" + Steps).Diagnostics).Code);

    [Fact]
    public void Parse_CoreScalars_KeepTheirKind()
    {
        var workflow = Valid(Head + "metadata: {a: yes, b: no, c: on, d: 017, e: '1', f: true, g: 5, h: -1.5, i: ~, j: 0x1F, k: 0o17, l: 1_000, m: 1e3, n: 12:30, o: 99999999999999999999}\n" + Steps);

        Assert.Equal(
            """{"a":"yes","b":"no","c":"on","d":"017","e":"1","f":true,"g":5,"h":-1.5,"i":null,"j":31,"k":15,"l":"1_000","m":1000.0,"n":"12:30","o":1E+20}""",
            PlainValue.ToJson(workflow.Metadata));
    }
}
