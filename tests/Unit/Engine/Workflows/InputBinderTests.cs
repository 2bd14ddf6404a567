using System.Text.Json;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

public sealed class InputBinderTests
{
    private static readonly WorkflowDefinition Workflow = WorkflowText.Valid(WorkflowText.Head + """
        inputs:
          issue: {type: string, required: true, max_length: 10}
          notes: {type: string}
          dry_run: {type: boolean, default: false}
          level: {type: choice, options: [low, high], default: low}
          count: {type: integer, min: 1, max: 20, default: 3}
          size: {type: integer}

        """ + WorkflowText.Steps);

    [Fact]
    public void Bind_OnlyRequired_AppliesDefaults()
    {
        var binding = Bind(("issue", "x"));

        Assert.Empty(binding.Faults);
        Assert.Equal("""{"count":3,"dry_run":false,"issue":"x","level":"low","notes":null,"size":null}""", PlainValue.ToJson(binding.Values));
    }

    [Fact]
    public void Bind_Strings_AreConverted()
    {
        var binding = Bind(("issue", "x"), ("dry_run", "True"), ("count", "20"), ("size", "-5"), ("level", "high"));

        Assert.Empty(binding.Faults);
        Assert.Equal("""{"count":20,"dry_run":true,"issue":"x","level":"high","notes":null,"size":-5}""", PlainValue.ToJson(binding.Values));
    }

    [Fact]
    public void Bind_TypedAndJsonValues_AreTaken()
    {
        using var json = JsonDocument.Parse("""{"issue": "x", "dry_run": true, "count": 7, "size": 3.0, "notes": null}""");
        var given = json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value, StringComparer.Ordinal);

        var binding = InputBinder.Bind(Workflow, given);

        Assert.Empty(binding.Faults);
        Assert.Equal("""{"count":7,"dry_run":true,"issue":"x","level":"low","notes":null,"size":3}""", PlainValue.ToJson(binding.Values));
        Assert.Equal(5L, Bind(("issue", "x"), ("size", 5)).Values["size"]);
    }

    [Theory]
    [InlineData("isue", "x", "The workflow 'sample' has no input 'isue'; did you mean 'issue'?")]
    [InlineData("zzz", "x", "The workflow 'sample' has no input 'zzz'; its inputs are: issue, notes, dry_run, level, count, size.")]
    [InlineData("dry_run", "yes", "The input 'dry_run' must be true or false; this is 'yes'.")]
    [InlineData("dry_run", 1L, "The input 'dry_run' must be true or false; this is 1.")]
    [InlineData("count", "3.5", "The input 'count' must be a whole number from 1 to 20; this is '3.5'.")]
    [InlineData("count", 21L, "The input 'count' must be a whole number from 1 to 20; this is 21.")]
    [InlineData("count", "99999999999999999999", "The input 'count' must be a whole number from 1 to 20; this is '99999999999999999999'.")]
    [InlineData("size", 1.5, "The input 'size' must be a whole number; this is 1.5.")]
    [InlineData("level", "middle", "The input 'level' must be one of low, high; this is 'middle'.")]
    [InlineData("level", "LOW", "The input 'level' must be one of low, high; this is 'LOW'.")]
    [InlineData("notes", true, "The input 'notes' must be a text of at most 64 KiB; this is true.")]
    [InlineData("notes", "a\0b", "The input 'notes' must be a text of at most 64 KiB; it holds the control character U+0000.")]
    [InlineData("notes", "a\u001b[0m", "The input 'notes' must be a text of at most 64 KiB; it holds the control character U+001B.")]
    public void Bind_OneFault_SaysWhatIsAllowed(string name, object value, string message)
    {
        var fault = Assert.Single(Bind(("issue", "x"), (name, value)).Faults);

        Assert.Equal((name, message), (fault.Field, fault.Message));
    }

    [Fact]
    public void Bind_TooLong_IsRefused()
    {
        Assert.Equal("The input 'issue' must be a text of at most 10 characters; this has 11.", Assert.Single(Bind(("issue", new string('x', 11))).Faults).Message);
        Assert.Equal("The input 'notes' must be a text of at most 64 KiB; this is longer.", Assert.Single(Bind(("issue", "x"), ("notes", new string('é', 32_769))).Faults).Message);
        Assert.Empty(Bind(("issue", "x"), ("notes", new string('é', 32_768))).Faults);
    }

    [Fact]
    public void Bind_HalfASurrogatePair_IsRefused() =>
        Assert.Contains("U+D83D", Assert.Single(Bind(("issue", "a\ud83d")).Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void Bind_LineEndsOfAForm_BecomeNewlines()
    {
        Assert.Equal("a\nb\tc", Bind(("issue", "a\r\nb\tc")).Values["issue"]);
        Assert.Empty(Bind(("issue", "😀\uFFFD")).Faults);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Bind_EmptyFields_CountAsNotGiven(string? nothing)
    {
        var binding = Bind(("issue", nothing), ("dry_run", nothing), ("count", nothing), ("level", nothing), ("size", nothing));

        var fault = Assert.Single(binding.Faults);
        Assert.Equal(new InputFault("issue", null, "a text of at most 10 characters", "The input 'issue' is required; give a text of at most 10 characters."), fault);
    }

    [Fact]
    public void Bind_EmptyOptionalText_StaysEmpty() => Assert.Equal("", Bind(("issue", "x"), ("notes", "")).Values["notes"]);

    [Fact]
    public void Bind_ManyFaults_AllAtOnce()
    {
        var binding = Bind(("dry_run", "x"), ("level", "x"), ("count", "x"), ("b", "x"), ("a", "x"), ("notes", new List<object?>()));

        Assert.Equal("issue notes dry_run level count a b", string.Join(' ', binding.Faults.Select(f => f.Field)));
    }

    [Theory]
    [InlineData("{type: number, min: 0, max: 1}", "0.5", "0.5")]
    [InlineData("{type: number}", "-1e3", "-1000.0")]
    [InlineData("{type: number}", 3L, "3.0")]
    [InlineData("{type: text}", "a\r\nb", "\"a\\nb\"")]
    [InlineData("{type: text}", "", "\"\"")]
    [InlineData("{type: string, pattern: '[A-Z]+-[0-9]+'}", "DOC-1", "\"DOC-1\"")]
    [InlineData("{type: string, min_length: 2}", "ab", "\"ab\"")]
    [InlineData("{type: list}", "src, tests ,,", """["src","tests"]""")]
    [InlineData("{type: list}", "a, b\n\n c\r\n", """["a, b","c"]""")]
    [InlineData("{type: list}", """ ["a,b", 1, true, 2.5] """, """["a,b","1","true","2.5"]""")]
    [InlineData("{type: list}", "[]", "[]")]
    [InlineData("{type: list, default: [x]}", "", """["x"]""")]
    [InlineData("{type: list}", "one", """["one"]""")]
    [InlineData("{type: file}", "a\r\n\u0007b", "\"a\\r\\n\\u0007b\"")]
    [InlineData("{type: secret}", "DEPLOY_TOKEN", "\"DEPLOY_TOKEN\"")]
    [InlineData("{type: secret, default: OTHER}", "", "\"OTHER\"")]
    public void Bind_FurtherTypes_AreConverted(string input, object value, string json)
    {
        var binding = One(input, value);

        Assert.Empty(binding.Faults);
        Assert.Equal(json, PlainValue.ToJson(binding.Values["x"]));
    }

    [Theory]
    [InlineData("{type: number, min: 0, max: 1}", "1.5", "The input 'x' must be a number from 0 to 1; this is '1.5'.")]
    [InlineData("{type: number, min: 0.5}", "much", "The input 'x' must be a number, at least 0.5; this is 'much'.")]
    [InlineData("{type: number}", "1e999", "The input 'x' must be a number; this is '1e999'.")]
    [InlineData("{type: number}", "NaN", "The input 'x' must be a number; this is 'NaN'.")]
    [InlineData("{type: string, pattern: '[A-Z]+-[0-9]+'}", "xDOC-1", "The input 'x' must be a text of at most 64 KiB that matches '[A-Z]+-[0-9]+'; this is 'xDOC-1'.")]
    [InlineData("{type: string, pattern: 'a|ab'}", "abc", "The input 'x' must be a text of at most 64 KiB that matches 'a|ab'; this is 'abc'.")]
    [InlineData("{type: string, min_length: 3}", "ab", "The input 'x' must be a text of at least 3 characters; this has 2.")]
    [InlineData("{type: text, min_length: 3, max_length: 5}", "abcdef", "The input 'x' must be a text of 3 to 5 characters; this has 6.")]
    [InlineData("{type: list, max_items: 2}", "a,b,c", "The input 'x' must be a list of at most 2 texts: as a JSON array, or separated by commas or on lines of their own; this has 3.")]
    [InlineData("{type: list, min_items: 2}", "a", "The input 'x' must be a list of 2 to 1000 texts: as a JSON array, or separated by commas or on lines of their own; this has 1.")]
    [InlineData("{type: list, item_max_length: 3}", "abc,abcd", "The input 'x' must be a list of at most 1000 texts of at most 3 characters each: as a JSON array, or separated by commas or on lines of their own; item 2, 'abcd', has 4.")]
    [InlineData("{type: list}", "[\"a\"", "The input 'x' must be a list of at most 1000 texts: as a JSON array, or separated by commas or on lines of their own; this is '[\"a\"'.")]
    [InlineData("{type: list}", "[[1]]", "The input 'x' must be a list of at most 1000 texts: as a JSON array, or separated by commas or on lines of their own; this is '[[1]]'.")]
    [InlineData("{type: list}", 5L, "The input 'x' must be a list of at most 1000 texts: as a JSON array, or separated by commas or on lines of their own; this is 5.")]
    [InlineData("{type: list}", "a\u0000b,c", "The input 'x' must be a list of at most 1000 texts: as a JSON array, or separated by commas or on lines of their own; item 1, 'a b', is wrong: it holds the control character U+0000.")]
    [InlineData("{type: file, max_bytes: 2}", "é1", "The input 'x' must be the text of a file of at most 2 bytes; this has 3 bytes.")]
    [InlineData("{type: file}", "a\0b", "The input 'x' must be the text of a file of at most 64 KiB; it holds the control character U+0000.")]
    [InlineData("{type: secret}", "ghp_abc", "The input 'x' must be the name of a configured secret, such as DEPLOY_TOKEN; this is 'ghp_abc'.")]
    [InlineData("{type: list, required: true}", "", "The input 'x' is required; give a list of at most 1000 texts: as a JSON array, or separated by commas or on lines of their own.")]
    public void Bind_FurtherTypesWrong_SayWhatIsAllowed(string input, object value, string message) =>
        Assert.Equal(message, Assert.Single(One(input, value).Faults).Message);

    [Fact]
    public void Bind_LargeFile_NeedsToBeAllowed()
    {
        var text = new string('x', InputBinder.MaxFileBytes);

        Assert.Empty(One("{type: file, max_bytes: 1048576}", text).Faults);
        Assert.Equal("The input 'x' must be the text of a file of at most 1024 KiB; this has 1048577 bytes.", Assert.Single(One("{type: file, max_bytes: 1048576}", text + "x").Faults).Message);
        Assert.Single(One("{type: file}", text).Faults);
    }

    [Fact]
    public void Bind_HostilePattern_AnswersAtOnce()
    {
        // backtracking would take longer than anyone waits
        Assert.Single(One("{type: string, pattern: '(a|a|aa)*b'}", new string('a', 60_000)).Faults);
    }

    private static InputBinding One(string input, object? value) =>
        InputBinder.Bind(WorkflowText.Valid(WorkflowText.Head + "inputs: {x: " + input + "}\n" + WorkflowText.Steps), new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = value });

    private static InputBinding Bind(params (string Name, object? Value)[] given) =>
        InputBinder.Bind(Workflow, given.ToDictionary(g => g.Name, g => g.Value, StringComparer.Ordinal));
}
